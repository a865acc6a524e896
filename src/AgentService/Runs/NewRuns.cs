using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Begins the run that answers a customer's message.</summary>
internal static class NewRuns
{
    /// <summary>Null where a person has taken over.</summary>
    public static async Task<Guid?> AddAsync(TenantWork work, MessageRow message, string clientAddress, DateTime now, CancellationToken cancellationToken)
    {
        var run = Guid.CreateVersion7(now);
        var begun = await work.ExecuteAsync(
            """
            INSERT INTO desk.runs (tenant_id, run_id, conversation_id, message_id, mode, level, locale, prompt_version, client_address, created_at, updated_at)
            SELECT @tenant, @run, c.conversation_id, @MessageId, coalesce(s.mode, 'copilot'), coalesce(s.level, 1), c.locale, coalesce(s.prompt_version, 'v1'), @clientAddress, @now, @now
            FROM desk.conversations c LEFT JOIN desk.settings s ON s.tenant_id = @tenant
            WHERE c.tenant_id = @tenant AND c.conversation_id = @ConversationId AND c.taken_over_by IS NULL
            """,
            new { run, message.MessageId, message.ConversationId, clientAddress, now },
            cancellationToken).ConfigureAwait(false);
        if (begun == 0)
        {
            return null;
        }

        await work.AddMoveAsync(message.ConversationId, run, null, RunState.Running, message.PersonId, cancellationToken).ConfigureAwait(false);
        return run;
    }
}
