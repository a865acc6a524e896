using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Approvals;

/// <summary>A held call as a person's word finds it.</summary>
internal sealed record HeldCallRow
{
    public Guid ApprovalId { get; init; }

    public Guid RunId { get; init; }

    public Guid ConversationId { get; init; }

    public string CallId { get; init; } = "";

    public string Tool { get; init; } = "";

    public Guid DecisionId { get; init; }

    public string State { get; init; } = "";

    public string? DecidedBy { get; init; }

    /// <summary>What this person said before: approve, refuse, or null.</summary>
    public string? OwnVote { get; init; }

    public static Task<HeldCallRow?> ReadAsync(TenantWork work, Guid approval, string person, CancellationToken cancellationToken) => work.FirstAsync<HeldCallRow>(
        """
        SELECT a.approval_id AS ApprovalId, a.run_id AS RunId, a.conversation_id AS ConversationId, a.call_id AS CallId, t.tool AS Tool, a.decision_id AS DecisionId,
               a.state AS State, a.decided_by AS DecidedBy,
               (SELECT v.vote FROM desk.approval_votes v WHERE v.tenant_id = @tenant AND v.approval_id = a.approval_id AND v.person_id = @person ORDER BY v.vote DESC LIMIT 1) AS OwnVote
        FROM desk.approvals a JOIN desk.tool_calls t ON t.tenant_id = @tenant AND t.run_id = a.run_id AND t.call_id = a.call_id
        WHERE a.tenant_id = @tenant AND a.approval_id = @approval AND a.kind = 'tool_call'
        """,
        new { approval, person },
        cancellationToken);
}
