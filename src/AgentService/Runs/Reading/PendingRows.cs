using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>What waits for a person, oldest first: drafts, held calls, reviews, and messages that could not be sent.</summary>
internal static class PendingRows
{
    private const string Waiting =
        """
        SELECT * FROM (
          SELECT a.approval_id AS Id, a.kind AS Kind, a.approval_type AS Type, a.run_id AS RunId, a.conversation_id AS ConversationId, a.call_id AS CallId, a.risk AS Risk,
                 a.reason AS Reason, a.findings AS Findings, a.approvals_needed AS Needed,
                 ARRAY(SELECT v.person_id FROM desk.approval_votes v WHERE v.tenant_id = @tenant AND v.approval_id = a.approval_id AND v.vote = 'approve' ORDER BY v.voted_at, v.person_id) AS ApprovedBy,
                 false AS OutcomeUnknown, a.created_at AS CreatedAt, a.expires_at AS ExpiresAt
          FROM desk.approvals a WHERE a.tenant_id = @tenant AND (a.state = 'pending_review' OR (a.requires_post_review AND a.finding IS NULL))
          UNION ALL
          SELECT o.run_id, 'failed_send', 'standard', o.run_id, o.conversation_id, NULL, '', o.last_error, '{}', 1, '{}', o.outcome_unknown, o.created_at, NULL
          FROM desk.outbox_messages o WHERE o.tenant_id = @tenant AND o.state = 'failed') waiting
        WHERE (@kind::text IS NULL OR Kind = @kind) AND (@afterTime::timestamptz IS NULL OR (CreatedAt, Id) > (@afterTime, @afterId))
        ORDER BY CreatedAt, Id LIMIT @limit
        """;

    public static Task<IReadOnlyList<PendingRow>> ReadAsync(TenantWork work, string? kind, (DateTime Time, Guid Id)? after, int limit, CancellationToken cancellationToken) =>
        work.QueryAsync<PendingRow>(Waiting, new { kind, afterTime = after?.Time, afterId = after?.Id ?? Guid.Empty, limit }, cancellationToken);

    public static async Task<IReadOnlyList<PendingItem>> ToWireAsync(TenantWork work, IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.RunId).Distinct().ToArray();
        var runs = await work.QueryAsync<RunRow>(RunRow.Select + " AND r.run_id = ANY(@ids)", new { ids }, cancellationToken).ConfigureAwait(false);
        var wire = (await RunDetails.ToWireAsync(work, runs, cancellationToken).ConfigureAwait(false)).ToDictionary(run => run.RunId, StringComparer.Ordinal);
        var threads = (await work.QueryAsync<ConversationRow>(
            ConversationRow.Select + " AND c.conversation_id = ANY(@conversations)", new { conversations = rows.Select(row => row.ConversationId).Distinct().ToArray() }, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.ToWire());
        var calls = await RunDetails.CallsAsync(work, [.. rows.Where(row => row.CallId is not null).Select(row => row.RunId).Distinct()], cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToWire(wire[row.RunId.ToString()], threads[row.ConversationId], row.CallId is { } call ? calls.GetValueOrDefault((row.RunId, call)) : null))];
    }
}

/// <summary>One thing that waits.</summary>
internal sealed record PendingRow
{
    public Guid Id { get; init; }

    public string Kind { get; init; } = "";

    public string Type { get; init; } = "";

    public Guid RunId { get; init; }

    public Guid ConversationId { get; init; }

    public string? CallId { get; init; }

    public string Risk { get; init; } = "";

    public string Reason { get; init; } = "";

    public string[] Findings { get; init; } = [];

    public int Needed { get; init; }

    public string[] ApprovedBy { get; init; } = [];

    public bool OutcomeUnknown { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public PendingItem ToWire(Run run, Conversation conversation, RunToolCall? call) => new()
    {
        ApprovalId = Id.ToString(),
        Kind = WireNames.Kind(Kind),
        ApprovalType = WireNames.Type(Type),
        Run = run,
        Conversation = conversation,
        ToolCall = call,
        Risk = Risk,
        Reason = Reason,
        Findings = { Findings },
        ApprovalsMissing = Kind is "draft" or "tool_call" ? Math.Max(0, Needed - ApprovedBy.Length) : 0,
        ApprovedBy = { ApprovedBy },
        OutcomeUnknown = OutcomeUnknown,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        ExpireTime = ExpiresAt is { } time ? Timestamp.FromDateTime(time) : null,
    };
}
