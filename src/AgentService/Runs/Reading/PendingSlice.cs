namespace AiDesk.Agent.Runs.Reading;

/// <summary>
/// What waits of one kind and type: a range of an index. Statements are a UNION of slices, each ordered and limited by itself, so that none reads more than a
/// page however much waits.
/// </summary>
internal sealed record PendingSlice(string Kind, string Type, QueuePart Part)
{
    private const string Failed = "failed_send";
    private const string Standard = "standard";
    private const string Executive = "executive_escalation";

    public static IReadOnlyList<PendingSlice> All { get; } =
    [
        new("draft", Standard, QueuePart.Drafts), new("draft", Executive, QueuePart.Escalations),
        new("tool_call", Standard, QueuePart.Calls), new("tool_call", Executive, QueuePart.Escalations),
        new("post_review", Standard, QueuePart.Reviews), new("post_review", Executive, QueuePart.Reviews),
        new(Failed, Standard, QueuePart.Failed),
    ];

    /// <summary>Of an approval, for a page of rows.</summary>
    public const string ApprovalColumns =
        """
        a.approval_id AS Id, a.kind AS Kind, a.approval_type AS Type, a.run_id AS RunId, a.conversation_id AS ConversationId, a.call_id AS CallId, a.risk AS Risk,
        a.reason AS Reason, a.findings AS Findings, a.approvals_needed AS Needed,
        ARRAY(SELECT v.person_id FROM desk.approval_votes v WHERE v.tenant_id = @tenant AND v.approval_id = a.approval_id AND v.vote = 'approve' ORDER BY v.voted_at, v.person_id) AS ApprovedBy,
        false AS OutcomeUnknown, a.created_at AS CreatedAt, a.expires_at AS ExpiresAt
        """;

    /// <summary>The same of a message that could not be sent.</summary>
    public const string SendColumns =
        """
        o.run_id AS Id, 'failed_send' AS Kind, 'standard' AS Type, o.run_id AS RunId, o.conversation_id AS ConversationId, NULL AS CallId, '' AS Risk, o.last_error AS Reason,
        '{}'::text[] AS Findings, 1 AS Needed, '{}'::text[] AS ApprovedBy, o.outcome_unknown AS OutcomeUnknown, o.created_at AS CreatedAt, NULL::timestamptz AS ExpiresAt
        """;

    /// <summary>The part that something of this kind and type belongs to, whether it waits or not.</summary>
    public static QueuePart PartOf(string kind, string type) => All.First(slice => slice.Kind == kind && slice.Type == type).Part;

    /// <summary>Whole rows behind a place, oldest first. Kind and type are ours and no caller's.</summary>
    public string Rows() => Select(Kind == Failed ? SendColumns : ApprovalColumns, ">", "");

    /// <summary>Ids and times of what stands before a place, the nearest first.</summary>
    public string Before() => Select(Key, "<", " DESC");

    public string After() => Select(Key, ">", "");

    /// <summary>How many there are, counting no further than @most.</summary>
    public string Count() => $"(SELECT count(*) FROM (SELECT FROM {From} LIMIT @most) counted)";

    private string Key => Kind == Failed ? "o.run_id AS Id, o.created_at AS CreatedAt" : "a.approval_id AS Id, a.created_at AS CreatedAt";

    private string Place => Kind == Failed ? "o.created_at, o.run_id" : "a.created_at, a.approval_id";

    private string From => Kind switch
    {
        Failed => "desk.outbox_messages o WHERE o.tenant_id = @tenant AND o.state = 'failed'",
        "post_review" => $"desk.approvals a WHERE a.tenant_id = @tenant AND a.kind = 'post_review' AND a.approval_type = '{Type}' AND a.requires_post_review AND a.finding IS NULL",
        _ => $"desk.approvals a WHERE a.tenant_id = @tenant AND a.kind = '{Kind}' AND a.approval_type = '{Type}' AND a.state = 'pending_review'",
    };

    private string Select(string columns, string side, string direction) =>
        $"(SELECT {columns} FROM {From} AND ({Place}) {side} (@time, @id) ORDER BY {string.Join(", ", Place.Split(", ").Select(column => column + direction))} LIMIT @limit)";
}
