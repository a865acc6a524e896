namespace AiDesk.Agent.Verification;

/// <summary>Who moves a row that is not final. docs/desk-states.md draws them; of every such row exactly one must be the keeper.</summary>
/// <param name="Name">Who it is.</param>
/// <param name="Table">runs, outbox_messages or approvals.</param>
/// <param name="Condition">On the row <c>x</c>, with @now and @attempts.</param>
internal sealed record RowKeeper(string Name, string Table, string Condition)
{
    public static IReadOnlyList<RowKeeper> All { get; } =
    [
        new("GraphWorker claims it, or holds it", "runs", "x.run_state = 'running' AND (coalesce(x.lease_until > @now, false) OR x.attempts < @attempts)"),
        new("AbandonedRuns hands it over", "runs", "x.run_state = 'running' AND NOT coalesce(x.lease_until > @now, false) AND x.attempts >= @attempts"),
        new("a person, or ExpiredApprovals", "runs", "x.run_state = 'pending_approval' AND x.expires_at IS NOT NULL"),
        new("OutboxDispatcher", "runs", "x.run_state = 'approved' AND EXISTS (SELECT FROM desk.outbox_messages o WHERE o.tenant_id = @tenant AND o.run_id = x.run_id AND o.state IN ('queued', 'sending'))"),
        new("a person: FailedSends", "runs", "x.run_state = 'send_failed' AND EXISTS (SELECT FROM desk.outbox_messages o WHERE o.tenant_id = @tenant AND o.run_id = x.run_id AND o.state = 'failed')"),
        new("OutboxDispatcher, when it is due", "outbox_messages", "x.state = 'queued'"),
        new("OutboxDispatcher, holding it or when the lease lapses", "outbox_messages", "x.state = 'sending' AND x.lease_until IS NOT NULL"),
        new("a person: FailedSends", "outbox_messages", "x.state = 'failed'"),
        new("a person, or ExpiredApprovals by its run", "approvals", "x.state = 'pending_review' AND EXISTS (SELECT FROM desk.runs r WHERE r.tenant_id = @tenant AND r.run_id = x.run_id AND r.run_state = 'pending_approval' AND r.expires_at <= x.expires_at)"),
        new("a person: PostReviews", "approvals", "x.state = 'approved' AND x.requires_post_review AND x.finding IS NULL"),
    ];

    /// <summary>Which rows of each table have somewhere to go.</summary>
    public static IReadOnlyDictionary<string, string> NotFinal { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["runs"] = "x.run_state NOT IN ('approved_sent', 'rejected', 'completed')",
        ["outbox_messages"] = "x.state NOT IN ('sent', 'discarded')",
        ["approvals"] = "x.state IN ('draft', 'pending_review') OR (x.requires_post_review AND x.finding IS NULL)",
    };
}
