using System.Diagnostics;
using AiDesk.Bench.Capacity.Asking;
using AiDesk.Bench.Capacity.Running;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Capacity;

/// <summary>
/// Three times what one processor answers, from four tenants of which one wants nearly all of it: how much is still answered and how soon, whether the others get what they ask for, and how
/// soon all is as before.
/// </summary>
internal static class OverloadFigures
{
    private const int Tenants = 4;
    private const int Connections = 2;
    private const int AtPeak = 16;
    private const double Times = 3;

    /// <summary>Parts of the peak that the modest tenants ask for: less than a fair quarter.</summary>
    private const double Modest = 0.15;

    private const double LeastGoodput = 0.8;
    private const double LeastShare = 0.95;
    private const double GreatestLatencyMs = 250;
    private const double GreatestRecoverySeconds = 2;

    public static async Task MeasureAsync(FigureReport report, TimeSpan time)
    {
        await using var service = await ServedPolicy.StartAsync(Tenants, Processors.OfService);
        var tenants = Callers.Of(service, () => Question.Input(2000, sessionDigits: 3), Tenants, Connections);
        var phase = new Phase(tenants);
        WarmUp.Run(phase, AtPeak);
        var (best, took) = phase.Closed(AtPeak, time * 2);
        var peak = best.Sum(tally => tally.Answered) / took.TotalSeconds;
        double[] calm = [.. Enumerable.Repeat(peak / 2 / Tenants, Tenants)];
        double[] flood = [(Times - (Modest * (Tenants - 1))) * peak, .. Enumerable.Repeat(Modest * peak, Tenants - 1)];

        phase.Open(calm, time);
        var before = Latency(phase.Open(calm, time * 2));
        var during = phase.Open(flood, time * 4);
        var ended = Stopwatch.GetTimestamp();
        var after = phase.Open(calm, time * 4);
        phase.Drain();

        var goodput = during.Sum(tally => tally.Answered) / (time.TotalSeconds * 4);
        var modest = during.Skip(1).ToList();
        report.RatioAtLeast($"overload, {Times:0} times the capacity: calls answered a second, beside the peak", goodput, "calls/s", peak, LeastGoodput);
        report.AtMost("overload: p99 of what is answered", Latency(during) / 1000, "ms", before / 1000, GreatestLatencyMs);
        report.AtLeast("overload: part of their calls that the three modest tenants are answered", modest.Sum(tally => (double)tally.Answered) / (modest.Count * Modest * peak * time.TotalSeconds * 4), "of 1", null, LeastShare);
        report.AtMost("overload: p99 of the three modest tenants", Latency(modest) / 1000, "ms", before / 1000, GreatestLatencyMs);
        report.AtMost("overload: until p99 is within three times what it was, after its end", Recovery(after, ended, before).TotalSeconds, "s", null, GreatestRecoverySeconds);
        report.Context("overload: calls refused a second", during.Sum(tally => tally.Refused) / (time.TotalSeconds * 4), "calls/s");
        report.Context("overload: calls given up by their callers a second, for want of room", during.Sum(tally => tally.GivenUp) / (time.TotalSeconds * 4), "calls/s");
        foreach (var tenant in tenants)
        {
            tenant.Dispose();
        }
    }

    private static double Latency(IEnumerable<Tally> tallies) => Tally.At([.. tallies.SelectMany(tally => tally.Calls).Select(call => call.Latency)], 0.99);

    /// <summary>The end of the last tenth of a second in which the p99 was above three times what it was before, and above 5 ms.</summary>
    private static TimeSpan Recovery(IReadOnlyList<Tally> after, long ended, double before)
    {
        var slices = after.SelectMany(tally => tally.Calls).GroupBy(call => (int)(Stopwatch.GetElapsedTime(ended, call.Ended).TotalMilliseconds / 100));
        var slow = slices.Where(slice => Tally.At([.. slice.Select(call => call.Latency)], 0.99) > Math.Max(3 * before, 5_000)).Select(slice => slice.Key).DefaultIfEmpty(-1).Max();
        return TimeSpan.FromMilliseconds((slow + 1) * 100);
    }
}
