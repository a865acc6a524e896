namespace AiDesk.Agent.Metrics;

/// <summary>Statements from definitions. Only constants of <see cref="MetricCatalog"/> are written into them; what callers say goes in as parameters.</summary>
internal static class MetricSql
{
    /// <summary>
    /// Rows (bucket), one for every bucket of [@start, @end), in the zone @zone; the step is <c>hour</c>, <c>day</c> or <c>week</c>. Days and weeks begin when
    /// the zone's clocks say so; hours are counted in absolute time, so that none is missing or twice where clocks change.
    /// </summary>
    public static string Buckets(string step) => step == "hour"
        ? "SELECT generate_series(date_trunc('hour', @start, @zone), @end - interval '1 microsecond', interval '1 hour')"
        : $"SELECT local AT TIME ZONE @zone FROM generate_series(date_trunc('{step}', @start AT TIME ZONE @zone), (@end AT TIME ZONE @zone) - interval '1 microsecond', interval '1 {step}') AS local";

    /// <summary>Rows (run_id, conversation_id, decision_id, at, value, counted), newest first, behind (@before, @beforeId).</summary>
    public static string Rows(MetricDefinition metric, IEnumerable<string> labels)
    {
        var id = "COALESCE(decision_id, run_id, conversation_id)";
        var fit = string.Concat(labels.Select((label, place) => $" AND {label} = @label{place}"));
        return $"""
            SELECT run_id, conversation_id, decision_id, at, {metric.Value}::float8 AS value, ({metric.Part}) AS counted, {id} AS id
            FROM {metric.View}
            WHERE tenant_id = @tenant AND at >= @start AND at < @end AND ({metric.Scan}) AND ({metric.Of}){fit}
              AND (at, {id}) < (@before, @beforeId)
            ORDER BY at DESC, {id} DESC
            LIMIT @limit
            """;
    }
}
