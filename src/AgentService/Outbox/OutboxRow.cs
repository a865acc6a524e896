using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Outbox;

/// <summary>What a dispatcher needs to send a row that it holds.</summary>
internal sealed record OutboxRow
{
    public Guid OutboxId { get; init; }

    public Guid RunId { get; init; }

    public Guid ConversationId { get; init; }

    public string ContactId { get; init; } = "";

    public string Locale { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>An earlier attempt may have reached the other side.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>The tenant's setting of the channel, JSON; null when there is none.</summary>
    public string? Channel { get; init; }

    /// <summary>Null when somebody else has it now.</summary>
    public static Task<OutboxRow?> ReadAsync(TenantWork work, OutboxClaim claim, CancellationToken cancellationToken) => work.FirstAsync<OutboxRow>(
        """
        SELECT o.outbox_id AS OutboxId, o.run_id AS RunId, o.conversation_id AS ConversationId, c.contact_id AS ContactId, c.locale AS Locale, o.text AS Text,
               o.outcome_unknown AS OutcomeUnknown, (s.channels->o.channel)::text AS Channel
        FROM desk.outbox_messages o
        JOIN desk.conversations c ON c.tenant_id = @tenant AND c.conversation_id = o.conversation_id
        LEFT JOIN desk.settings s ON s.tenant_id = @tenant
        WHERE o.tenant_id = @tenant AND o.outbox_id = @OutboxId AND o.state = 'sending' AND o.fence = @Fence
        """,
        new { claim.OutboxId, claim.Fence },
        cancellationToken);
}
