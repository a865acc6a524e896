using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>What pages of runs show besides the runs: whose they are, and the messages that they answer and made.</summary>
internal sealed class RunSurroundings(DeskDatabase database)
{
    /// <summary>Name of the contact by conversation.</summary>
    public async Task<IReadOnlyDictionary<string, string>> CustomersAsync(string tenant, IEnumerable<Run> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(run => Guid.Parse(run.ConversationId)).Distinct().ToArray();
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var names = await work.QueryAsync<NameRow>(
            """
            SELECT c.conversation_id AS Id, k.name AS Name FROM desk.conversations c JOIN desk.contacts k ON k.tenant_id = @tenant AND k.contact_id = c.contact_id
            WHERE c.tenant_id = @tenant AND c.conversation_id = ANY(@ids)
            """,
            new { ids }, cancellationToken).ConfigureAwait(false);
        return names.ToDictionary(row => row.Id.ToString(), row => row.Name, StringComparer.Ordinal);
    }

    /// <summary>The message that the run answers, and what it put into the conversation: each by an index of its own.</summary>
    public async Task<(Message? Message, IReadOnlyList<Message> Messages)> ReadAsync(string tenant, Run run, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.QueryAsync<MessageRow>(
            $"""
            SELECT {MessageRow.Columns} FROM desk.messages WHERE tenant_id = @tenant AND message_id = @message
            UNION ALL
            SELECT {MessageRow.Columns} FROM desk.messages WHERE tenant_id = @tenant AND run_id = @run
            """,
            new { message = Guid.Parse(run.MessageId), run = Guid.Parse(run.RunId) }, cancellationToken).ConfigureAwait(false);
        var messages = rows.Select(DeskReads.ToWire).OrderBy(message => message.Sequence).ToList();
        return (messages.Find(message => message.MessageId == run.MessageId), messages);
    }

    private sealed record NameRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";
    }
}
