using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;

namespace AiDesk.Agent.Pages.Chat;

/// <summary>What a customer's chat shows besides the messages. Only what is the caller's own.</summary>
internal sealed class ChatReads(DeskDatabase database)
{
    private const int ListLimit = 30;
    private const int BeginningLength = 80;

    public async Task<(IReadOnlyList<ChatLine> Lines, int Strikes)> ListAsync(DeskCaller caller, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var lines = await work.QueryAsync<ChatLine>(
            """
            SELECT c.conversation_id AS Id, c.status AS Status, c.updated_at AS UpdatedAt, left(m.text, @BeginningLength) AS Beginning
            FROM (SELECT conversation_id, status, updated_at FROM desk.conversations WHERE tenant_id = @tenant AND person_id = @PersonId ORDER BY updated_at DESC LIMIT @ListLimit) c
            JOIN desk.messages m ON m.tenant_id = @tenant AND m.conversation_id = c.conversation_id AND m.sequence = 1
            ORDER BY c.updated_at DESC, c.conversation_id
            """,
            new { caller.PersonId, ListLimit, BeginningLength },
            cancellationToken).ConfigureAwait(false);
        var strikes = await work.FirstAsync<int>(
            """
            SELECT count(*)::int FROM desk.conversations c
            JOIN desk.runs r ON r.tenant_id = @tenant AND r.conversation_id = c.conversation_id
            JOIN desk.run_decisions d ON d.tenant_id = @tenant AND d.run_id = r.run_id AND 'strike.added' = ANY (d.findings)
            WHERE c.tenant_id = @tenant AND c.person_id = @PersonId AND c.session_id = @SessionId AND c.updated_at > now() - interval '1 day' AND r.created_at > now() - interval '1 day'
            """,
            new { caller.PersonId, caller.SessionId },
            cancellationToken).ConfigureAwait(false);
        return (lines, strikes);
    }

    /// <summary>Where the answer to the last message stands, as a run's state; empty when it is answered, or people answer.</summary>
    public async Task<string> NextAsync(DeskCaller caller, Guid conversation, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        return await work.FirstAsync<string>(
            """
            SELECT CASE WHEN c.taken_over_by IS NOT NULL THEN CASE WHEN c.status = 'solved' THEN 'solved' WHEN c.taken_over_by = 'desk' THEN 'handed_over' ELSE 'person' END
                        WHEN c.status = 'solved' THEN 'solved' ELSE coalesce(r.run_state, '') END
            FROM desk.conversations c
            LEFT JOIN LATERAL (SELECT run_state FROM desk.runs WHERE tenant_id = @tenant AND conversation_id = c.conversation_id ORDER BY created_at DESC LIMIT 1) r ON true
            WHERE c.tenant_id = @tenant AND c.conversation_id = @conversation AND c.person_id = @PersonId
            """,
            new { conversation, caller.PersonId },
            cancellationToken).ConfigureAwait(false) ?? "";
    }
}
