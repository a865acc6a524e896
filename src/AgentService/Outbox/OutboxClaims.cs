using AiDesk.Agent.Runs;
using Dapper;
using Npgsql;

namespace AiDesk.Agent.Outbox;

/// <summary>A row of the outbox in the hands of one dispatcher.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="OutboxId">The row.</param>
/// <param name="Fence">What finishing must still find in it.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="WasSending">Somebody held it before and never said how it ended.</param>
internal sealed record OutboxClaim(string Tenant, Guid OutboxId, long Fence, int Attempt, bool WasSending);

/// <summary>The worker's look at the outbox of all tenants: it sees no text.</summary>
internal static class OutboxClaims
{
    /// <summary>Rows that are due, the oldest unfinished one of each conversation. What failed for good, or waits for a person, holds nobody back.</summary>
    public static async Task<IReadOnlyList<OutboxClaim>> ClaimAsync(NpgsqlConnection worker, DeskRunsOptions options, int limit, DateTime now, CancellationToken cancellationToken) =>
    [
        .. await worker.QueryAsync<OutboxClaim>(new CommandDefinition(
            """
            UPDATE desk.outbox_messages o SET state = 'sending', lease_owner = @Worker, lease_until = @until, fence = o.fence + 1, attempts = o.attempts + 1
            FROM (SELECT tenant_id, outbox_id, state FROM desk.outbox_messages due
                  WHERE ((state = 'queued' AND next_attempt_at <= @now) OR (state = 'sending' AND lease_until <= @now))
                    AND NOT EXISTS (
                      SELECT FROM desk.outbox_messages earlier
                      WHERE earlier.tenant_id = due.tenant_id AND earlier.conversation_id = due.conversation_id AND earlier.state IN ('queued', 'sending') AND earlier.position < due.position)
                  ORDER BY next_attempt_at LIMIT @limit FOR NO KEY UPDATE SKIP LOCKED) was
            WHERE o.tenant_id = was.tenant_id AND o.outbox_id = was.outbox_id
            RETURNING o.tenant_id AS "Tenant", o.outbox_id AS "OutboxId", o.fence AS "Fence", o.attempts AS "Attempt", was.state = 'sending' AS "WasSending"
            """,
            new { options.Worker, now, until = now + options.SendLease, limit },
            cancellationToken: cancellationToken)).ConfigureAwait(false),
    ];
}
