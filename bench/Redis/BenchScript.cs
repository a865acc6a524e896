using System.Globalization;
using System.Text;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Bench.Redis;

/// <summary>A script as wide as a decision's, and about as dear: six keys of one tenant, eight arguments.</summary>
internal static class BenchScript
{
    private static readonly RedisScript Script = new(
        "bench",
        "for i = 1, #KEYS do redis.call('INCRBY', KEYS[i], 1) redis.call('PEXPIRE', KEYS[i], 60000) end return string.rep('x', 200)");

    public static ScriptCall Call(int tenant)
    {
        var call = new ScriptCall();
        call.Begin(Script);
        for (var i = 0; i < 6; i++)
        {
            call.AddKey(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"bench:{{tenant-{tenant}}}:rate:{i}")));
        }

        for (var i = 0; i < 8; i++)
        {
            call.Add("an argument of some forty bytes, as packed"u8);
        }

        return call;
    }
}
