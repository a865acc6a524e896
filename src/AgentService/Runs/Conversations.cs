using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Npgsql;

namespace AiDesk.Agent.Runs;

/// <summary>Messages of customers and colleagues. A customer's begins a run unless a person has taken over; a colleague's takes over.</summary>
internal sealed class Conversations(DeskDatabase database, DeskSignals signals, TimeProvider clock)
{
    /// <summary>
    /// Adds it, once per request id of the person. Throws <see cref="DeskException"/>: FIELD_*, NOT_FOUND (also for another customer's conversation),
    /// REQUEST_ID_REUSED.
    /// </summary>
    public async Task<PostedMessage> PostAsync(DeskCaller caller, NewMessage message, CancellationToken cancellationToken)
    {
        InputLimits.Text(message.Text, "text", InputLimits.MessageText);
        InputLimits.Text(message.RequestId, "request_id", InputLimits.RequestId);
        InputLimits.Locale(message.Locale, "locale");
        while (true)
        {
            await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
            try
            {
                if (await FindAsync(work, caller, message, cancellationToken).ConfigureAwait(false) is { } posted)
                {
                    return posted;
                }

                posted = await AddAsync(work, caller, message, cancellationToken).ConfigureAwait(false);
                await work.CommitAsync(cancellationToken).ConfigureAwait(false);
                signals.Raise(DeskSignal.Events);
                signals.Raise(DeskSignal.Runs);
                return posted;
            }
            catch (PostgresException fault) when (fault is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "messages_first_request" })
            {
                // The same first message came twice at once: the other one is there now, and is found.
            }
        }
    }

    /// <summary>The answer to an earlier one with this request id; null when there was none. Holds the conversation when there is one.</summary>
    private static async Task<PostedMessage?> FindAsync(TenantWork work, DeskCaller caller, NewMessage message, CancellationToken cancellationToken)
    {
        if (message.ConversationId is { } conversation)
        {
            var owner = await work.FirstAsync<string>("SELECT person_id FROM desk.conversations WHERE tenant_id = @tenant AND conversation_id = @conversation FOR NO KEY UPDATE", new { conversation }, cancellationToken).ConfigureAwait(false);
            if (owner is null || (!caller.IsStaff && owner != caller.PersonId))
            {
                throw DeskException.NotFound();
            }
        }

        var earlier = await work.FirstAsync<MessageRow>(
            $"""
            SELECT {MessageRow.Columns} FROM desk.messages
            WHERE tenant_id = @tenant AND request_id = @RequestId AND author IN ('customer', 'agent')
              AND (conversation_id = @ConversationId OR (@ConversationId::uuid IS NULL AND sequence = 1 AND person_id = @PersonId))
            """,
            new { message.RequestId, message.ConversationId, caller.PersonId },
            cancellationToken).ConfigureAwait(false);
        if (earlier is null)
        {
            return null;
        }

        if (earlier.PersonId != caller.PersonId || earlier.Text != message.Text)
        {
            throw new DeskException(ErrorReason.RequestIdReused, "request_id was used before for another message") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "request_id" } };
        }

        var run = await work.FirstAsync<Guid?>("SELECT run_id FROM desk.runs WHERE tenant_id = @tenant AND message_id = @MessageId", new { earlier.MessageId }, cancellationToken).ConfigureAwait(false);
        return new PostedMessage(earlier.ConversationId, earlier, run);
    }

    private async Task<PostedMessage> AddAsync(TenantWork work, DeskCaller caller, NewMessage message, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var conversation = message.ConversationId ?? await NewConversations.AddAsync(work, caller, message, now, cancellationToken).ConfigureAwait(false);
        var added = await work.AddMessageAsync(
            new MessageRow
            {
                MessageId = Guid.CreateVersion7(now),
                ConversationId = conversation,
                Author = caller.IsStaff ? "agent" : "customer",
                PersonId = caller.PersonId,
                AuthorName = caller.Name,
                Text = message.Text,
                CreatedAt = now,
            },
            message.RequestId,
            caller.PersonId,
            cancellationToken).ConfigureAwait(false);
        await work.SupersedeAsync(conversation, now, cancellationToken).ConfigureAwait(false);
        if (caller.IsStaff)
        {
            await TakeOverAsync(work, conversation, caller.PersonId, now, cancellationToken).ConfigureAwait(false);
            return new PostedMessage(conversation, added, null);
        }

        await work.ExecuteAsync(
            """
            UPDATE desk.conversations SET status = 'open', reopened = reopened + CASE WHEN status = 'solved' THEN 1 ELSE 0 END, solved_at = NULL
            WHERE tenant_id = @tenant AND conversation_id = @conversation AND status <> 'open'
            """,
            new { conversation },
            cancellationToken).ConfigureAwait(false);
        return new PostedMessage(conversation, added, await NewRuns.AddAsync(work, added, caller.ClientAddress, now, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>From here on people answer; who did first stays on record.</summary>
    private static async Task TakeOverAsync(TenantWork work, Guid conversation, string person, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync("UPDATE desk.conversations SET status = 'waiting', solved_at = NULL WHERE tenant_id = @tenant AND conversation_id = @conversation", new { conversation }, cancellationToken).ConfigureAwait(false);
        var taken = await work.ExecuteAsync(
            """
            UPDATE desk.conversations SET taken_over_by = @person, taken_over_at = coalesce(taken_over_at, @now), assigned_to = coalesce(assigned_to, @person)
            WHERE tenant_id = @tenant AND conversation_id = @conversation AND (taken_over_by IS NULL OR taken_over_by = @Desk)
            """,
            new { conversation, person, now, NewConversations.Desk },
            cancellationToken).ConfigureAwait(false);
        if (taken > 0)
        {
            await work.AddEventAsync(new EventEntry("takeover", conversation, null, person), cancellationToken).ConfigureAwait(false);
        }
    }
}
