using System.Globalization;

namespace AiDesk.Agent.Metrics;

/// <summary>
/// Metrics that are counted in one reading of one view: rows are grouped by what any of the metrics asks for, and each metric is then made of the groups.
/// Reading once and grouping finely costs a fraction of a reading for each metric and series.
/// </summary>
internal sealed class MetricSource
{
    /// <summary>What conditions read: rows that are alike in these are judged once, as a group.</summary>
    private static readonly Dictionary<string, string[]> Read = new(StringComparer.Ordinal)
    {
        ["desk.metric_decided"] = ["kind", "decided_how"],
        ["desk.metric_ended"] = ["run_state", "reason", "decided_how"],
        ["desk.metric_policy"] = ["rpc", "reason"],
    };

    private const int FixedColumns = 4;

    private readonly string _view;
    private readonly string _scan;
    private readonly List<string> _conditions;

    private MetricSource(IGrouping<(string View, string Scan), MetricDefinition> metrics)
    {
        (_view, _scan) = metrics.Key;
        Metrics = [.. metrics];
        Labels = [.. Metrics.SelectMany(metric => metric.Labels).Distinct(StringComparer.Ordinal)];
        _conditions = [.. Metrics.SelectMany(metric => new[] { metric.Of, metric.Part }).Where(condition => condition != "true").Distinct(StringComparer.Ordinal)];
    }

    public static IReadOnlyList<MetricSource> All { get; } = [.. MetricCatalog.All.GroupBy(metric => (metric.View, metric.Scan)).Select(metrics => new MetricSource(metrics))];

    public IReadOnlyList<MetricDefinition> Metrics { get; }

    /// <summary>Of any of the metrics.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Percentiles that are split by labels keep their values with the labels, all others with the time.</summary>
    public IEnumerable<MetricDefinition> Percentiles(bool byLabels) => Metrics.Where(metric => metric.IsPercentile && metric.Labels.Length > 0 == byLabels).DistinctBy(metric => (metric.Of, metric.Value));

    public bool IsCountedByTime => Metrics.Any(metric => metric.HasSeries || metric.Labels.Length == 0);

    public bool HasSeries => Metrics.Any(metric => metric.HasSeries);

    /// <summary>Whether a group's rows fulfil a condition of a metric.</summary>
    public bool Fits(long flags, string condition) => condition == "true" || (flags & (1L << _conditions.IndexOf(condition))) != 0;

    /// <summary>Rows (is_current, flags, n, total, labels…, values…) of the period [@start, @end) and of the one before, [@previous, @start).</summary>
    public string ByLabels => Select(Labels, byLabels: true);

    /// <summary>Rows (is_current, flags, n, total, bucket, values…); no bucket in the period before.</summary>
    /// <param name="step">hour, day or week, in the zone @zone.</param>
    public string ByTime(string step) => Select([HasSeries ? $"CASE WHEN at >= @start THEN date_trunc('{step}', at, @zone) END" : "NULL::timestamptz"], byLabels: false);

    private string Select(IReadOnlyList<string> keys, bool byLabels)
    {
        var flags = _conditions.Count == 0 ? "0" : string.Join(" + ", _conditions.Select((condition, place) => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN {condition} THEN {1L << place} ELSE 0 END")));
        var values = Percentiles(byLabels).Select(metric => $"array_agg({metric.Value}) FILTER (WHERE ({metric.Of}) AND {metric.Value} IS NOT NULL)");
        var total = Metrics.Any(metric => metric.How == MetricAggregate.Sum) ? "sum(value)" : "NULL::float8";
        var columns = string.Join(", ", new[] { "at >= @start", $"({flags})::bigint", "count(*)", total }.Concat(keys).Concat(values));
        var groups = string.Join(", ", Enumerable.Range(FixedColumns + 1, keys.Count).Select(place => place.ToString(CultureInfo.InvariantCulture)).Prepend("1").Concat(Read.GetValueOrDefault(_view, []).Except(keys, StringComparer.Ordinal)));
        return $"SELECT {columns} FROM {_view} WHERE tenant_id = @tenant AND at >= @previous AND at < @end AND ({_scan}) GROUP BY {groups}";
    }
}
