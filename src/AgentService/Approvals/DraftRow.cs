using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Approvals;

/// <summary>A run as a decision on its draft finds it.</summary>
internal sealed record DraftRow
{
    public Guid ConversationId { get; init; }

    public string State { get; init; } = "";

    /// <summary>Null while there is no draft.</summary>
    public string? Original { get; init; }

    public string? Hash { get; init; }

    public long? Version { get; init; }

    public string? DecidedHow { get; init; }

    public string? Receipt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>A person has written since, or taken over.</summary>
    public bool IsStale { get; init; }

    // Of the conversation, for policy.
    public string SessionId { get; init; } = "";

    public string PersonId { get; init; } = "";

    public string Channel { get; init; } = "";

    public string Locale { get; init; } = "";

    /// <summary>A draft is stale when a person wrote after the version that it answers. What the desk itself sent meanwhile makes no draft stale.</summary>
    public const string IsStaleSql =
        """
        (c.taken_over_by IS NOT NULL OR EXISTS (
          SELECT FROM desk.messages m
          WHERE m.tenant_id = @tenant AND m.conversation_id = r.conversation_id AND m.sequence > r.conversation_version AND m.author IN ('customer', 'agent')))
        """;

    public static Task<DraftRow?> ReadAsync(TenantWork work, Guid run, CancellationToken cancellationToken) => work.FirstAsync<DraftRow>(
        $"""
        SELECT r.conversation_id AS ConversationId, r.run_state AS State, r.ai_reply_original AS Original, r.draft_hash AS Hash, r.conversation_version AS Version,
               r.decided_how AS DecidedHow, r.receipt::text AS Receipt, r.expires_at AS ExpiresAt, c.session_id AS SessionId, c.person_id AS PersonId, c.channel AS Channel, r.locale AS Locale,
               {IsStaleSql} AS IsStale
        FROM desk.runs r JOIN desk.conversations c ON c.tenant_id = @tenant AND c.conversation_id = r.conversation_id
        WHERE r.tenant_id = @tenant AND r.run_id = @run
        """,
        new { run },
        cancellationToken);
}
