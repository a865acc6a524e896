namespace AiDesk.Agent.Metrics;

/// <summary>How a metric is counted from the rows of one view. Every text in it is a constant of this program, never input.</summary>
/// <param name="Name">Its name on the wire and in docs/desk-metrics.md.</param>
/// <param name="Unit">share, count, seconds, characters or tokens.</param>
/// <param name="View">A view of 0004-metrics.sql.</param>
/// <param name="How">What is made of its rows.</param>
/// <param name="Labels">Columns that it is split by; none for one number.</param>
internal sealed record MetricDefinition(string Name, string Unit, string View, MetricAggregate How, params string[] Labels)
{
    /// <summary>Which rows are the whole.</summary>
    public string Of { get; init; } = "true";

    /// <summary>Of a share: which of them are the part.</summary>
    public string Part { get; init; } = "true";

    /// <summary>Of the view's rows, those that are read at all: what an index was made for. Metrics of one view and scan are counted in one reading.</summary>
    public string Scan { get; init; } = "true";

    /// <summary>The column that is measured.</summary>
    public string Value { get; init; } = "value";

    /// <summary>It is drawn over time.</summary>
    public bool HasSeries { get; init; }

    /// <summary>Needs every value, not only how many there are.</summary>
    public bool IsPercentile => How is MetricAggregate.Median or MetricAggregate.Percentile95;
}

/// <summary>What is made of rows.</summary>
internal enum MetricAggregate
{
    /// <summary>How many.</summary>
    Count,

    /// <summary>The part of the whole.</summary>
    Share,

    /// <summary>Each label's part of all rows.</summary>
    Distribution,

    /// <summary>The sum of the values.</summary>
    Sum,

    /// <summary>The 50th percentile of the values, between two of them where it lies there.</summary>
    Median,

    /// <summary>The 95th.</summary>
    Percentile95,
}
