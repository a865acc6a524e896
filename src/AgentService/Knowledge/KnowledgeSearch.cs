using AiDesk.Agent.Storage;
using Dapper;

namespace AiDesk.Agent.Knowledge;

/// <summary>Finds passages by the words of a question and by likeness of letters: <c>desk.search_knowledge</c>.</summary>
internal sealed class KnowledgeSearch(DeskDatabase database) : IKnowledgeSearch
{
    /// <summary>Longest question, in characters; what is longer is cut.</summary>
    public const int QueryLimit = 1000;

    /// <param name="tenant">Whose knowledge.</param>
    /// <param name="query">The question.</param>
    /// <param name="language">One of the seven, or a tag such as es-ES; anything else is found out.</param>
    /// <param name="limit">1 to 20.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<KnowledgeHit>> SearchAsync(string tenant, string query, string language, int limit, CancellationToken cancellationToken)
    {
        var asked = query[..Math.Min(query.Length, QueryLimit)].Replace('\0', ' ');
        var tag = language.Split('-', '_')[0].ToLowerInvariant();
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.Connection.QueryAsync<HitRow>(new CommandDefinition(
            "SELECT chunk_id, document_id, source, title, version, heading, body, ordinal, score FROM desk.search_knowledge(@asked, @language, @limit)",
            new { asked, language = KnowledgeLanguages.IsKnown(tag) ? tag : KnowledgeLanguages.Of(asked), limit }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var words = MatchedWords.Of(asked);
        return [.. rows.Select(row => new KnowledgeHit(row.ChunkId, row.DocumentId, row.Source, row.Title, row.Version, row.Heading, row.Body, row.Score, words.In(row.Body)))];
    }

    private sealed record HitRow(Guid ChunkId, Guid DocumentId, string Source, string Title, int Version, string Heading, string Body, int Ordinal, double Score);
}
