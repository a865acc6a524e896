using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Outbox;

/// <summary>How an attempt ends. Each finds the dispatcher's fence in the row, or changes nothing and answers false: somebody else has it now.</summary>
internal static class OutboxFinish
{
    /// <summary>The one message of the run, in the conversation. Row, run and message are one transaction.</summary>
    public static async Task<bool> SentAsync(TenantWork work, OutboxClaim claim, OutboxRow row, string providerId, KillPoints killPoints, DateTime now, CancellationToken cancellationToken)
    {
        await work.HoldConversationAsync(row.ConversationId, cancellationToken).ConfigureAwait(false);
        var mine = await work.ExecuteAsync(
            """
            UPDATE desk.outbox_messages SET state = 'sent', outcome_unknown = false, provider_id = @providerId, last_error = '', lease_owner = NULL, lease_until = NULL, finished_at = @now
            WHERE tenant_id = @tenant AND outbox_id = @OutboxId AND state = 'sending' AND fence = @Fence
            """,
            new { claim.OutboxId, claim.Fence, providerId, now },
            cancellationToken).ConfigureAwait(false);
        if (mine == 0)
        {
            return false;
        }

        killPoints.Reach(KillPoint.Finishing);
        await work.AddMessageAsync(
            new MessageRow { MessageId = Guid.CreateVersion7(now), ConversationId = row.ConversationId, Author = "bot", Text = row.Text, RunId = row.RunId, CreatedAt = now },
            null,
            EventLog.Dispatcher,
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            "UPDATE desk.conversations SET status = 'waiting' WHERE tenant_id = @tenant AND conversation_id = @ConversationId AND status = 'open' AND taken_over_by IS NULL",
            new { row.ConversationId },
            cancellationToken).ConfigureAwait(false);
        await MoveAsync(work, row, RunState.ApprovedSent, "sent", now, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Another attempt, later.</summary>
    public static async Task<bool> AgainAsync(TenantWork work, OutboxClaim claim, OutboxRow row, string error, bool unknown, DateTime next, CancellationToken cancellationToken)
    {
        var mine = await work.ExecuteAsync(
            """
            UPDATE desk.outbox_messages SET state = 'queued', next_attempt_at = @next, last_error = @error, outcome_unknown = @unknown, lease_owner = NULL, lease_until = NULL
            WHERE tenant_id = @tenant AND outbox_id = @OutboxId AND state = 'sending' AND fence = @Fence
            """,
            new { claim.OutboxId, claim.Fence, error, unknown, next },
            cancellationToken).ConfigureAwait(false);
        await NoteAsync(work, claim, row, mine, "again", unknown, cancellationToken).ConfigureAwait(false);
        return mine > 0;
    }

    /// <summary>No more attempts unless a person says so.</summary>
    public static async Task<bool> FailedAsync(TenantWork work, OutboxClaim claim, OutboxRow row, string error, bool unknown, DateTime now, CancellationToken cancellationToken)
    {
        var mine = await work.ExecuteAsync(
            """
            UPDATE desk.outbox_messages SET state = 'failed', last_error = @error, outcome_unknown = @unknown, lease_owner = NULL, lease_until = NULL
            WHERE tenant_id = @tenant AND outbox_id = @OutboxId AND state = 'sending' AND fence = @Fence
            """,
            new { claim.OutboxId, claim.Fence, error, unknown },
            cancellationToken).ConfigureAwait(false);
        await NoteAsync(work, claim, row, mine, "failed", unknown, cancellationToken).ConfigureAwait(false);
        if (mine > 0)
        {
            await MoveAsync(work, row, RunState.SendFailed, "", now, cancellationToken).ConfigureAwait(false);
        }

        return mine > 0;
    }

    private static async Task NoteAsync(TenantWork work, OutboxClaim claim, OutboxRow row, int mine, string result, bool unknown, CancellationToken cancellationToken)
    {
        if (mine > 0)
        {
            var detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["attempt"] = claim.Attempt, ["result"] = result, ["outcome_unknown"] = unknown };
            await work.AddEventAsync(new EventEntry("send_attempt", row.ConversationId, row.RunId, EventLog.Dispatcher) { Detail = detail }, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task MoveAsync(TenantWork work, OutboxRow row, RunState to, string outcome, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            "UPDATE desk.runs SET run_state = @to, outcome = @outcome, updated_at = @now WHERE tenant_id = @tenant AND run_id = @RunId",
            new { row.RunId, to = RunMoves.NameOf(to), outcome, now },
            cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(row.ConversationId, row.RunId, RunState.Approved, to, EventLog.Dispatcher, cancellationToken).ConfigureAwait(false);
    }
}
