using AiDesk.Agent.Storage;
using Dapper;
using Npgsql;

namespace AiDesk.Agent.Runs;

/// <summary>Who works on a run: the worker's claim, and the hold of each write.</summary>
internal static class RunClaims
{
    /// <summary>The worker's only look at runs of all tenants: it sees no text.</summary>
    public static Task<ClaimedRun?> ClaimAsync(NpgsqlConnection worker, DeskRunsOptions options, DateTime now, CancellationToken cancellationToken) =>
        worker.QueryFirstOrDefaultAsync<ClaimedRun>(new CommandDefinition(
            """
            UPDATE desk.runs r SET lease_owner = @Worker, lease_until = @until, fence = r.fence + 1, attempts = r.attempts + 1
            FROM (SELECT tenant_id, run_id FROM desk.runs
                  WHERE run_state = 'running' AND (lease_until IS NULL OR lease_until <= @now) AND attempts < @RunAttempts
                  ORDER BY created_at, run_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) due
            WHERE r.tenant_id = due.tenant_id AND r.run_id = due.run_id
            RETURNING r.tenant_id AS "Tenant", r.run_id AS "RunId", r.fence AS "Fence", r.attempts AS "Attempt"
            """,
            new { options.Worker, options.RunAttempts, now, until = now + options.RunLease },
            cancellationToken: cancellationToken));

    /// <summary>Holds the run's row until the transaction ends; answers its conversation. Throws <see cref="LeaseLostException"/>.</summary>
    public static async Task<Guid> HoldRunAsync(this TenantWork work, ClaimedRun run, DateTime now, CancellationToken cancellationToken) =>
        await work.FirstAsync<Guid?>(
            """
            SELECT conversation_id FROM desk.runs
            WHERE tenant_id = @tenant AND run_id = @RunId AND run_state = 'running' AND fence = @Fence AND lease_until > @now FOR NO KEY UPDATE
            """,
            new { run.RunId, run.Fence, now },
            cancellationToken).ConfigureAwait(false) ?? throw new LeaseLostException(run.RunId);
}
