using System.Diagnostics.Metrics;

namespace AiDesk.Policy.Service.Observability;

/// <summary>Bounds of every duration histogram, seconds: a decision takes tens of microseconds, one with Redis hundreds, an outage tens of milliseconds.</summary>
internal static class DurationBuckets
{
    public static readonly double[] Bounds = [0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    /// <summary>For the exporters, which take the bounds from the instrument.</summary>
    public static InstrumentAdvice<double> Advice { get; } = new() { HistogramBucketBoundaries = Bounds };
}
