using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;

namespace AiDesk.Agent.Metrics;

/// <summary>The latest run of conversations, for rows that stand for a conversation as a whole.</summary>
internal sealed class ConversationRuns(DeskDatabase database)
{
    /// <summary>Run by conversation; a conversation without runs is not among them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LatestAsync(DeskCaller caller, IEnumerable<string> conversations, CancellationToken cancellationToken)
    {
        var asked = conversations.Select(Guid.Parse).Distinct().ToArray();
        if (asked.Length == 0)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.QueryAsync<(Guid Conversation, Guid Run)>(
            """
            SELECT DISTINCT ON (conversation_id) conversation_id, run_id FROM desk.runs WHERE tenant_id = @tenant AND conversation_id = ANY(@asked)
            ORDER BY conversation_id, created_at DESC, run_id
            """,
            new { asked },
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Conversation.ToString(), row => row.Run.ToString(), StringComparer.Ordinal);
    }
}
