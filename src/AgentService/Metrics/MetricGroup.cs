namespace AiDesk.Agent.Metrics;

/// <summary>Rows of a view that are alike in everything that a metric asks for.</summary>
/// <param name="IsCurrent">Of the period, not of the one before.</param>
/// <param name="Flags">Which conditions they fulfil: <see cref="MetricSource.Fits"/>.</param>
/// <param name="N">How many they are.</param>
/// <param name="Total">The sum of their values, where a metric needs it.</param>
/// <param name="Labels">In the order of <see cref="MetricSource.Labels"/>; empty in groups by time.</param>
/// <param name="Bucket">Its hour, day or week; null in groups by labels and in the period before.</param>
/// <param name="Values">Of each of <see cref="MetricSource.Percentiles"/>, not in order.</param>
internal sealed record MetricGroup(bool IsCurrent, long Flags, long N, double Total, string[] Labels, DateTime? Bucket, double[][] Values);
