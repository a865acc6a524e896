using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Adds messages to a conversation whose row the transaction holds: one version a message, without gaps.</summary>
internal static class MessageStore
{
    /// <summary>The conversation's version, its row held until the transaction ends; null when there is none. Always taken before a run's row.</summary>
    public static Task<long?> HoldConversationAsync(this TenantWork work, Guid conversation, CancellationToken cancellationToken) =>
        work.FirstAsync<long?>("SELECT version FROM desk.conversations WHERE tenant_id = @tenant AND conversation_id = @conversation FOR NO KEY UPDATE", new { conversation }, cancellationToken);

    /// <summary>The same by one of its runs; the conversation.</summary>
    public static Task<Guid?> HoldConversationOfAsync(this TenantWork work, Guid run, CancellationToken cancellationToken) =>
        work.FirstAsync<Guid?>(
            """
            SELECT conversation_id FROM desk.conversations
            WHERE tenant_id = @tenant AND conversation_id = (SELECT conversation_id FROM desk.runs WHERE tenant_id = @tenant AND run_id = @run)
            FOR NO KEY UPDATE
            """,
            new { run },
            cancellationToken);

    /// <summary>Adds the message behind the last one, and tells of it.</summary>
    public static async Task<MessageRow> AddMessageAsync(this TenantWork work, MessageRow message, string? requestId, string actor, CancellationToken cancellationToken)
    {
        var sequence = await work.FirstAsync<long>(
            "UPDATE desk.conversations SET version = version + 1, updated_at = @CreatedAt WHERE tenant_id = @tenant AND conversation_id = @ConversationId RETURNING version",
            new { message.CreatedAt, message.ConversationId },
            cancellationToken).ConfigureAwait(false);
        var added = message with { Sequence = sequence };
        await work.ExecuteAsync(
            """
            INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, person_id, author_name, text, run_id, request_id, created_at)
            VALUES (@tenant, @MessageId, @ConversationId, @Sequence, @Author, @PersonId, @AuthorName, @Text, @RunId, @requestId, @CreatedAt)
            """,
            new { added.MessageId, added.ConversationId, added.Sequence, added.Author, added.PersonId, added.AuthorName, added.Text, added.RunId, requestId, added.CreatedAt },
            cancellationToken).ConfigureAwait(false);
        await work.AddEventAsync(
            new EventEntry("message", added.ConversationId, added.RunId, actor) { Detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["author"] = added.Author, ["sequence"] = sequence } },
            cancellationToken).ConfigureAwait(false);
        return added;
    }
}
