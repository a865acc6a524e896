using System.Diagnostics;
using AiDesk.Bench.Policy.Serving;

namespace AiDesk.Bench.Policy.Load;

/// <summary>What one round showed.</summary>
/// <param name="CallsPerSecond">Calls answered in a second.</param>
/// <param name="P50Microseconds">Median of the time from call to answer.</param>
/// <param name="P99Microseconds">99th percentile of the time from call to answer.</param>
/// <param name="CpuMicrosecondsPerCall">Processor time of the server process.</param>
/// <param name="BytesPerCall">Bytes that the server process allocated.</param>
internal readonly record struct Round(double CallsPerSecond, double P50Microseconds, double P99Microseconds, double CpuMicrosecondsPerCall, double BytesPerCall);

/// <summary>A number of callers, each of which asks again as soon as it is answered.</summary>
internal static class ClosedLoop
{
    public const int InFlight = 64;

    public static async Task<Round> RunAsync(ServerProcess server, Func<long, Task> call, TimeSpan time, int inFlight = InFlight)
    {
        var before = await server.UsageAsync();
        var begun = Stopwatch.GetTimestamp();
        var end = begun + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var callers = Enumerable.Range(0, inFlight).Select(_ => CallAsync(call, end)).ToArray();
        var times = (await Task.WhenAll(callers)).SelectMany(ticks => ticks).ToArray();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var after = await server.UsageAsync();
        Array.Sort(times);
        double At(double part) => times[(int)((times.Length - 1) * part)] * 1e6 / Stopwatch.Frequency;
        return new Round(
            times.Length / seconds,
            At(0.5),
            At(0.99),
            (after.CpuMicroseconds - before.CpuMicroseconds) / times.Length,
            (double)(after.AllocatedBytes - before.AllocatedBytes) / times.Length);
    }

    private static async Task<List<long>> CallAsync(Func<long, Task> call, long end)
    {
        var times = new List<long>(1 << 14);
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            if (begun >= end)
            {
                return times;
            }

            await call(Interlocked.Increment(ref _sequence)).ConfigureAwait(false);
            times.Add(Stopwatch.GetTimestamp() - begun);
        }
    }

    /// <summary>Over all rounds of the process, so that no two calls say the same.</summary>
    private static long _sequence;
}
