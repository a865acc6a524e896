using AiDesk.CommandLine.Load.Asking;
using AiDesk.CommandLine.Load.Measuring;
using AiDesk.CommandLine.Load.Running;

namespace AiDesk.CommandLine.Load.Reporting;

/// <summary>What a load found.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Mix">Of which kinds.</param>
/// <param name="Measured">How long it was measured.</param>
/// <param name="Total">By kind.</param>
/// <param name="Seconds">Over time.</param>
/// <param name="Lateness">Of the generator, in an open loop.</param>
/// <param name="Begun">When.</param>
internal sealed record LoadResult(LoadPlan Plan, Mix Mix, TimeSpan Measured, Tally Total, IReadOnlyList<Second> Seconds, Histogram Lateness, DateTimeOffset Begun)
{
    /// <summary>Above this share of all calls, what was measured is a limit and not the service.</summary>
    public const double GreatestLimited = 0.001;

    private static readonly string[] Limits = ["RATE_LIMITED", "DUPLICATE", "SESSION_BLOCKED"];

    /// <summary>Of all kinds together.</summary>
    public KindTally All { get; } = Sum(Total);

    public long Calls => All.Latency.Count + All.Errors.Total;

    public double CallsPerSecond => All.Latency.Count / Math.Max(Measured.TotalSeconds, 1e-9);

    /// <summary>0 to 1; 0 without calls.</summary>
    public double ErrorShare => Calls == 0 ? 0 : (double)All.Errors.Total / Calls;

    /// <summary>0 to 1: calls that a limit answered.</summary>
    public double LimitedShare => Calls == 0 ? 0 : (double)Limits.Sum(All.Reasons.Of) / Calls;

    public bool IsValid => LimitedShare <= GreatestLimited && All.Latency.Count > 0;

    private static KindTally Sum(Tally total)
    {
        var sum = new KindTally();
        foreach (var kind in total.Kinds.Values)
        {
            sum.Add(kind);
        }

        return sum;
    }
}
