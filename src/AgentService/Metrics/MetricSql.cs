namespace AiDesk.Agent.Metrics;

/// <summary>Statements from definitions. Only constants of <see cref="MetricCatalog"/> are written into them; what callers say goes in as parameters.</summary>
internal static class MetricSql
{
    /// <summary>Rows (is_current, is_whole, l0…l3, n, value) of the period [@start, @end) and of the one before, [@previous, @start).</summary>
    public static string Numbers(MetricDefinition metric)
    {
        var labels = string.Join(", ", metric.Labels);
        var sets = metric switch
        {
            { Labels.Length: 0 } => "()",
            { How: MetricAggregate.Distribution } => $"({labels})",
            _ => $"(), ({labels})",
        };
        return $"""
            SELECT at >= @start AS is_current, {(metric.Labels.Length == 0 ? "true" : $"GROUPING({labels}) > 0")} AS is_whole, {Columns(metric)}, count(*) AS n, {Aggregate(metric)} AS value
            FROM {metric.View}
            WHERE tenant_id = @tenant AND at >= @previous AND at < @end AND ({metric.Of})
            GROUP BY at >= @start, GROUPING SETS ({sets})
            ORDER BY 1, 2, n DESC, 3, 4
            LIMIT 500
            """;
    }

    /// <summary>
    /// Rows (bucket, value) with one for every bucket of [@start, @end), in the zone @zone; the step is <c>hour</c>, <c>day</c> or <c>week</c>. Days and weeks
    /// begin when the zone's clocks say so; hours are counted in absolute time, so that none is missing or twice where clocks change.
    /// </summary>
    public static string Series(MetricDefinition metric, string step)
    {
        var buckets = step == "hour"
            ? "SELECT generate_series(date_trunc('hour', @start, @zone), @end - interval '1 microsecond', interval '1 hour') AS bucket"
            : $"SELECT local AT TIME ZONE @zone AS bucket FROM generate_series(date_trunc('{step}', @start AT TIME ZONE @zone), (@end AT TIME ZONE @zone) - interval '1 microsecond', interval '1 {step}') AS local";
        return $"""
            SELECT b.bucket, s.value
            FROM ({buckets}) AS b
            LEFT JOIN (
              SELECT date_trunc('{step}', at, @zone) AS bucket, {Aggregate(metric)} AS value
              FROM {metric.View} WHERE tenant_id = @tenant AND at >= @start AND at < @end AND ({metric.Of}) GROUP BY 1) AS s USING (bucket)
            ORDER BY 1
            """;
    }

    /// <summary>Rows (run_id, conversation_id, decision_id, at, value, counted), newest first, behind (@before, @beforeId).</summary>
    public static string Rows(MetricDefinition metric, IEnumerable<string> labels)
    {
        var id = "COALESCE(decision_id, run_id, conversation_id)";
        var fit = string.Concat(labels.Select((label, place) => $" AND {label} = @label{place}"));
        return $"""
            SELECT run_id, conversation_id, decision_id, at, {metric.Value}::float8 AS value, ({metric.Part}) AS counted, {id} AS id
            FROM {metric.View}
            WHERE tenant_id = @tenant AND at >= @start AND at < @end AND ({metric.Of}){fit}
              AND (at, {id}) < (@before, @beforeId)
            ORDER BY at DESC, {id} DESC
            LIMIT @limit
            """;
    }

    /// <summary>Always four label columns, so that every statement is read alike.</summary>
    private static string Columns(MetricDefinition metric) =>
        string.Join(", ", Enumerable.Range(0, 4).Select(place => place < metric.Labels.Length ? $"{metric.Labels[place]} AS l{place}" : $"NULL::text AS l{place}"));

    private static string Aggregate(MetricDefinition metric) => metric.How switch
    {
        MetricAggregate.Count => "count(*)::float8",
        MetricAggregate.Share => $"count(*) FILTER (WHERE {metric.Part})::float8 / NULLIF(count(*), 0)",
        MetricAggregate.Distribution => "count(*)::float8 / sum(count(*)) OVER (PARTITION BY at >= @start)",
        MetricAggregate.Sum => $"sum({metric.Value})",
        MetricAggregate.Median => $"percentile_cont(0.5) WITHIN GROUP (ORDER BY {metric.Value})",
        _ => $"percentile_cont(0.95) WITHIN GROUP (ORDER BY {metric.Value})",
    };
}
