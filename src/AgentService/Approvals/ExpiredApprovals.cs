using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using Dapper;

namespace AiDesk.Agent.Approvals;

/// <summary>Lapses what waited for a person too long: a draft is rejected, a held call does not run and its run goes on without it.</summary>
internal sealed class ExpiredApprovals(DeskDatabase database, ResolvedCalls resolved, DeskSignals signals, TimeProvider clock)
{
    private const int Batch = 100;

    /// <summary>Answers how many runs it moved.</summary>
    public async Task<int> ReapAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var (tenant, run) in await DueAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                moved += await LapseAsync(tenant, run, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            catch (DeskException)
            {
                // Policy does not answer for the other calls of this run: it stays due, and the next round finds it.
            }
        }

        if (moved > 0)
        {
            signals.Raise(DeskSignal.Events);
            signals.Raise(DeskSignal.Runs);
        }

        return moved;
    }

    private async Task<IReadOnlyList<(string Tenant, Guid Run)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. await worker.QueryAsync<(string, Guid)>(new CommandDefinition(
                "SELECT tenant_id, run_id FROM desk.runs WHERE run_state = 'pending_approval' AND expires_at <= @now ORDER BY expires_at LIMIT @Batch",
                new { now = clock.Now(), Batch },
                cancellationToken: cancellationToken)).ConfigureAwait(false),
        ];
    }

    private async Task<bool> LapseAsync(string tenant, Guid run, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ResolvedToolCall>(StringComparer.Ordinal);
        while (true)
        {
            IReadOnlyList<UnresolvedCall> missing;
            await using (var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false))
            {
                var now = clock.Now();
                var held = await work.QueryAsync<(Guid Conversation, bool IsDraft)>(
                    """
                    SELECT conversation_id, ai_reply_final IS NOT NULL FROM desk.runs
                    WHERE tenant_id = @tenant AND run_id = @run AND run_state = 'pending_approval' AND expires_at <= @now FOR NO KEY UPDATE SKIP LOCKED
                    """,
                    new { run, now },
                    cancellationToken).ConfigureAwait(false);
                if (held.Count == 0)
                {
                    return false;
                }

                await work.ExecuteAsync(
                    """
                    UPDATE desk.approvals SET state = 'expired', decided_by = @Expiry, decided_at = @now
                    WHERE tenant_id = @tenant AND run_id = @run AND state = 'pending_review' AND expires_at <= @now
                    """,
                    new { run, now, EventLog.Expiry },
                    cancellationToken).ConfigureAwait(false);
                missing = held[0].IsDraft
                    ? await RejectAsync(work, run, held[0].Conversation, now, cancellationToken).ConfigureAwait(false)
                    : await RunResumption.TryResumeAsync(work, run, held[0].Conversation, known, EventLog.Expiry, now, cancellationToken).ConfigureAwait(false);
                if (missing.Count == 0)
                {
                    await work.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                }
            }

            foreach (var call in missing)
            {
                known[call.CallId] = await resolved.RenewAsync(tenant, call, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<IReadOnlyList<UnresolvedCall>> RejectAsync(TenantWork work, Guid run, Guid conversation, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = 'rejected', outcome = 'expired', decided_by = @Expiry, decided_how = 'expiry', decided_at = @now, updated_at = @now, expires_at = NULL
            WHERE tenant_id = @tenant AND run_id = @run
            """,
            new { run, now, EventLog.Expiry },
            cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(conversation, run, RunState.PendingApproval, RunState.Rejected, EventLog.Expiry, cancellationToken).ConfigureAwait(false);
        return [];
    }
}
