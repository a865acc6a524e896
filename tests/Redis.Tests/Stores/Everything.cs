using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Tests.Counters;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>A batch with an operation of every kind, which writes a key for each.</summary>
internal static class Everything
{
    public static CounterBatch Batch(string tenant = "acme", string request = "r1")
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = tenant;
        batch.Holding(Guid.NewGuid()).Retriable(request, 7);
        batch.Add(Operation.Of(CounterKind.KillSwitch, "", ""));

        // Windows that no test crosses the end of: the server's clock is the real one, and a key that lapses in the middle of a test is no longer there.
        const long length = RateRule.LongestWindowMs;
        foreach (var algorithm in Enum.GetValues<RateAlgorithm>())
        {
            batch.Add(Operation.Rate(Operation.Rule(algorithm, 100, length, 100, name: $"{algorithm}")));
        }

        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / length * length;
        var window = new CalendarWindow(start, start + length, start + (2 * length));
        batch.Add(Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 100, 60_000, name: "calendar") with { Calendar = CalendarUnit.Day }) with { Window = window });
        batch.Add(Operation.Duplicate($"text {request}", request));
        batch.Add(Operation.Strike(request, blockAt: 100));
        batch.Add(Operation.Reserve(1, 100));
        batch.Add(Operation.Reserve(1, 100, "department") with { Window = window });
        batch.Add(Operation.OnceOnly(request, "token"));
        batch.Add(Operation.Mark(CounterKind.Require, "fact", CounterWrite.Always));
        batch.Add(Operation.Mark(CounterKind.Taint, "session", CounterWrite.Always) with { Gate = default });
        batch.Add(Operation.Mark(CounterKind.Bind, "run", token: "session"));
        batch.Members.Add(7, MemberSets.Untrusted);
        batch.Add(Operation.Of(CounterKind.Member, "run", "session") with { MemberCount = 1, WindowMs = 60_000 });
        return batch;
    }
}
