using System.Diagnostics;

namespace AiDesk.Bench.Text;

internal static class Measure
{
    private const int RoundCount = 25;

    /// <summary>Lowest microseconds per call of each action over alternating rounds: other work on the machine only ever adds.</summary>
    public static double[] Rounds(Action[] actions, int chars)
    {
        var calls = Math.Max(20, 400_000 / (chars + 100));
        var times = actions.Select(_ => new double[RoundCount]).ToArray();
        foreach (var action in actions)
        {
            // Enough for tier 1 and the profile.
            for (var i = 0; i < calls * 12; i++)
            {
                action();
            }
        }

        for (var round = 0; round < RoundCount; round++)
        {
            for (var a = 0; a < actions.Length; a++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < calls; i++)
                {
                    actions[a]();
                }

                times[a][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
            }
        }

        return [.. times.Select(t => t.Min())];
    }

    /// <summary>Bytes that one call allocates once its buffers have grown.</summary>
    public static long Bytes(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
