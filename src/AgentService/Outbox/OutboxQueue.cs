using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Outbox;

/// <summary>Puts an approved run's message into the outbox, in the transaction that approves it.</summary>
internal static class OutboxQueue
{
    /// <summary>The text is the run's final one, to the conversation's channel.</summary>
    public static Task QueueAsync(this TenantWork work, Guid run, Guid id, DateTime now, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            """
            INSERT INTO desk.outbox_messages (tenant_id, outbox_id, run_id, conversation_id, channel, text, next_attempt_at, decision_ids, created_at)
            SELECT @tenant, @id, r.run_id, r.conversation_id, c.channel, r.ai_reply_final, @now, r.draft_decisions, @now
            FROM desk.runs r JOIN desk.conversations c ON c.tenant_id = @tenant AND c.conversation_id = r.conversation_id
            WHERE r.tenant_id = @tenant AND r.run_id = @run
            """,
            new { id, run, now },
            cancellationToken);
}
