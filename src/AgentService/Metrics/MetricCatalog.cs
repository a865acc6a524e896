namespace AiDesk.Agent.Metrics;

/// <summary>Every metric of the desk. docs/desk-metrics.md is compared with it by a test.</summary>
internal static class MetricCatalog
{
    private const string Decided = "desk.metric_decided";
    private const string ByPeople = "kind <> 'lapsed'";

    // The conditions of the indexes run_decisions_denied and run_decisions_strikes.
    private const string Denied = "verdict = 'deny'";
    private const string Struck = "reason IN ('STRIKE', 'SESSION_BLOCKED')";

    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new("runs", "count", "desk.metric_runs", MetricAggregate.Count, "mode", "level") { HasSeries = true },
        new("intent_share", "share", "desk.metric_runs", MetricAggregate.Distribution, "intent"),
        new("approved_share", "share", Decided, MetricAggregate.Share, "mode", "level") { Of = ByPeople, Part = "kind = 'approved'", HasSeries = true },
        new("edited_share", "share", Decided, MetricAggregate.Share, "mode", "level") { Of = ByPeople, Part = "kind = 'edited'", HasSeries = true },
        new("rejected_share", "share", Decided, MetricAggregate.Share, "mode", "level") { Of = ByPeople, Part = "kind = 'rejected'", HasSeries = true },
        new("reject_reasons", "count", Decided, MetricAggregate.Count, "reason") { Of = "kind = 'rejected'" },
        new("decision_seconds_p50", "seconds", Decided, MetricAggregate.Median) { Of = "decided_how = 'person'", HasSeries = true },
        new("decision_seconds_p95", "seconds", Decided, MetricAggregate.Percentile95) { Of = "decided_how = 'person'" },
        new("edit_distance_median", "characters", Decided, MetricAggregate.Median, "intent", "prompt_version") { Of = "decided_how = 'person' AND kind IN ('approved', 'edited')", Value = "edit_distance" },
        new("autopilot_share", "share", "desk.metric_ended", MetricAggregate.Share) { Of = "run_state = 'approved_sent'", Part = "decided_how = 'policy'", HasSeries = true },
        new("handoff_share", "share", "desk.metric_ended", MetricAggregate.Share) { Part = "run_state = 'completed' AND reason NOT IN ('no_reply', 'superseded')", HasSeries = true },
        new("handoffs", "count", "desk.metric_ended", MetricAggregate.Count, "reason") { Of = "run_state = 'completed' AND reason NOT IN ('no_reply', 'superseded')" },
        new("resolution_seconds_p50", "seconds", "desk.metric_resolved", MetricAggregate.Median),
        new("resolution_seconds_p95", "seconds", "desk.metric_resolved", MetricAggregate.Percentile95),
        new("escalation_seconds_p50", "seconds", "desk.metric_escalated", MetricAggregate.Median),
        new("escalation_seconds_p95", "seconds", "desk.metric_escalated", MetricAggregate.Percentile95),
        new("blocked_tools", "count", "desk.metric_policy", MetricAggregate.Count, "tool") { Scan = Denied, Of = "rpc = 'CheckToolCall'" },
        new("injections_stopped", "count", "desk.metric_policy", MetricAggregate.Count) { Scan = Denied, Of = "reason = 'PROMPT_INJECTION'", HasSeries = true },
        new("strikes", "count", "desk.metric_policy", MetricAggregate.Count) { Scan = Struck },
        new("failed_sends", "count", "desk.metric_failed_sends", MetricAggregate.Count),
        new("tokens", "tokens", "desk.metric_tokens", MetricAggregate.Sum, "model"),
    ];

    /// <summary>Null for a name that is none.</summary>
    public static MetricDefinition? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);
}
