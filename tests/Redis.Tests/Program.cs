using System.Globalization;
using AiDesk.Redis.Tests.Allocation;
using AiDesk.Redis.Tests.Crash;
using AiDesk.Redis.Tests.Race;

namespace AiDesk.Redis.Tests;

/// <summary>What the other processes of a race or a crash run; the test runner has an entry of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["commit", var server, var ours, var folder, var reservation, var point])
        {
            await Committer.RunAsync(Number(server), ours, folder, Guid.Parse(reservation, CultureInfo.InvariantCulture), Enum.Parse<CrashPoint>(point));
            return 0;
        }

        if (args is ["allocate", var address, var keys])
        {
            await Allocator.RunAsync(Number(address), keys);
            return 0;
        }

        if (args is not ["race", var port, var space, var kind, var cap, var callers])
        {
            return 2;
        }

        await Racer.RunAsync(Number(port), space, kind, Number(cap), Number(callers));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
