using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Ends a run with nothing to send. The transaction holds the conversation and the run.</summary>
internal static class RunEndings
{
    /// <summary>This very worker has completed it already.</summary>
    public static Task<bool> WasCompletedAsync(TenantWork work, ClaimedRun run, CancellationToken cancellationToken) => work.FirstAsync<bool>(
        "SELECT EXISTS (SELECT FROM desk.runs WHERE tenant_id = @tenant AND run_id = @RunId AND run_state = 'completed' AND fence = @Fence AND decided_how IS NULL)",
        new { run.RunId, run.Fence },
        cancellationToken);

    public static async Task CompleteAsync(TenantWork work, Guid run, Guid conversation, RunCompletion completion, string actor, DateTime now, CancellationToken cancellationToken)
    {
        await EndAsync(work, run, conversation, completion.Outcome, completion.Intent, actor, now, cancellationToken).ConfigureAwait(false);
        if (completion.HandOver.Length == 0)
        {
            return;
        }

        await work.AddMessageAsync(
            new MessageRow { MessageId = Guid.CreateVersion7(now), ConversationId = conversation, Author = "system", Text = completion.HandOver, RunId = run, CreatedAt = now },
            null,
            actor,
            cancellationToken).ConfigureAwait(false);
        if (!completion.TakesOver)
        {
            return;
        }

        var taken = await work.ExecuteAsync(
            """
            UPDATE desk.conversations SET taken_over_by = @Desk, taken_over_at = @now, status = 'open', solved_at = NULL
            WHERE tenant_id = @tenant AND conversation_id = @conversation AND taken_over_by IS NULL
            """,
            new { conversation, now, NewConversations.Desk },
            cancellationToken).ConfigureAwait(false);
        if (taken > 0)
        {
            await work.AddEventAsync(
                new EventEntry("takeover", conversation, run, actor) { Detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["reason"] = completion.Outcome } },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task EndAsync(TenantWork work, Guid run, Guid conversation, string outcome, string intent, string actor, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = 'completed', outcome = @outcome, intent = CASE WHEN @intent = '' THEN intent ELSE @intent END,
                   lease_owner = NULL, lease_until = NULL, updated_at = @now
            WHERE tenant_id = @tenant AND run_id = @run
            """,
            new { run, outcome, intent, now },
            cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(conversation, run, RunState.Running, RunState.Completed, actor, cancellationToken).ConfigureAwait(false);
    }
}
