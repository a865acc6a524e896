using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>
/// What a newer message or a colleague does to the runs of a conversation: a draft or a held call that waits is rejected, a run at work ends with nothing to
/// send. What was decided already goes its way. The transaction holds the conversation.
/// </summary>
internal static class Superseding
{
    public const string Outcome = "superseded";

    public static async Task SupersedeAsync(this TenantWork work, Guid conversation, DateTime now, CancellationToken cancellationToken)
    {
        var open = await work.QueryAsync<(Guid Run, string State)>(
            "SELECT run_id, run_state FROM desk.runs WHERE tenant_id = @tenant AND conversation_id = @conversation AND run_state IN ('running', 'pending_approval') FOR NO KEY UPDATE",
            new { conversation },
            cancellationToken).ConfigureAwait(false);
        foreach (var (run, state) in open)
        {
            var from = RunMoves.Parse(state);
            await EndAsync(work, conversation, run, from, now, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(TenantWork work, Guid conversation, Guid run, RunState from, DateTime now, CancellationToken cancellationToken)
    {
        var to = from == RunState.Running ? RunState.Completed : RunState.Rejected;
        await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = @to, outcome = @Outcome, decided_by = @Outcome, decided_how = 'superseded', decided_at = @now, updated_at = @now,
                   lease_owner = NULL, lease_until = NULL, expires_at = NULL
            WHERE tenant_id = @tenant AND run_id = @run
            """,
            new { run, now, to = RunMoves.NameOf(to), Outcome },
            cancellationToken).ConfigureAwait(false);
        await work.CloseWaitingAsync(run, "rejected", Outcome, now, cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(conversation, run, from, to, EventLog.Superseded, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Nothing of the run waits for a person any more, and what was held does not run.</summary>
    public static async Task CloseWaitingAsync(this TenantWork work, Guid run, string state, string by, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            "UPDATE desk.approvals SET state = @state, decided_by = @by, decided_at = @now WHERE tenant_id = @tenant AND run_id = @run AND state = 'pending_review'",
            new { run, state, by, now },
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync("UPDATE desk.tool_calls SET state = 'refused' WHERE tenant_id = @tenant AND run_id = @run AND state = 'held'", new { run }, cancellationToken).ConfigureAwait(false);
    }
}
