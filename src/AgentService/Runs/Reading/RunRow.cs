using AiDesk.Agent.Approvals;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>A run as reads show it.</summary>
internal sealed record RunRow
{
    public Guid Id { get; init; }

    public Guid ConversationId { get; init; }

    public Guid MessageId { get; init; }

    public string State { get; init; } = "";

    public string Mode { get; init; } = "";

    public int Level { get; init; }

    public string Intent { get; init; } = "";

    public string? Text { get; init; }

    public string? Hash { get; init; }

    public string? Original { get; init; }

    public bool Edited { get; init; }

    public int EditDistance { get; init; }

    public bool IsStale { get; init; }

    public string Outcome { get; init; } = "";

    public string? DecidedBy { get; init; }

    public string? RejectReason { get; init; }

    public string? RejectNote { get; init; }

    public long? Version { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    /// <summary>From here on a statement adds its condition on <c>r</c>.</summary>
    public const string Select =
        $"""
        SELECT r.run_id AS Id, r.conversation_id AS ConversationId, r.message_id AS MessageId, r.run_state AS State, r.mode AS Mode, r.level AS Level, r.intent AS Intent,
               r.ai_reply_final AS Text, r.draft_hash AS Hash, r.ai_reply_original AS Original, r.edited AS Edited, r.edit_distance AS EditDistance, r.outcome AS Outcome,
               r.decided_by AS DecidedBy, r.reject_reason AS RejectReason, r.reject_note AS RejectNote, r.conversation_version AS Version, r.created_at AS CreatedAt,
               r.updated_at AS UpdatedAt, coalesce(r.decided_how = 'superseded' OR (r.run_state = 'pending_approval' AND {DraftRow.IsStaleSql}), false) AS IsStale
        FROM desk.runs r JOIN desk.conversations c ON c.tenant_id = @tenant AND c.conversation_id = r.conversation_id
        WHERE r.tenant_id = @tenant
        """;

    public Run ToWire(IEnumerable<Citation> citations)
    {
        var run = new Run
        {
            RunId = Id.ToString(),
            ConversationId = ConversationId.ToString(),
            MessageId = MessageId.ToString(),
            State = WireNames.State(State),
            Mode = Mode == "autopilot" ? RunMode.Autopilot : RunMode.Copilot,
            Level = Level,
            Intent = Intent,
            Outcome = Outcome,
            DecidedBy = DecidedBy ?? "",
            RejectReason = WireNames.Reason(RejectReason),
            RejectNote = RejectNote ?? "",
            CreateTime = Timestamp.FromDateTime(CreatedAt),
            UpdateTime = Timestamp.FromDateTime(UpdatedAt),
            ConversationVersion = Version ?? 0,
        };
        if (Text is not null)
        {
            run.Draft = new Draft { Text = Text, Hash = Hash, Original = Original, Edited = Edited, EditDistance = EditDistance, Stale = IsStale, Citations = { citations } };
        }

        return run;
    }
}
