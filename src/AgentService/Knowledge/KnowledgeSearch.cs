using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Knowledge;

/// <summary>Finds passages by the words of a question and by likeness of letters: <c>desk.search_knowledge</c>.</summary>
internal sealed class KnowledgeSearch(DeskDatabase database) : IKnowledgeSearch
{
    /// <summary>Longest question, in characters; what is longer is cut.</summary>
    public const int QueryLimit = 1000;

    /// <param name="tenant">Whose knowledge.</param>
    /// <param name="query">The question.</param>
    /// <param name="language">One of the seven, or a tag such as es-ES; anything else is found out, and where the question does not say, asked in all of them.</param>
    /// <param name="limit">1 to 20.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<KnowledgeHit>> SearchAsync(string tenant, string query, string language, int limit, CancellationToken cancellationToken)
    {
        var asked = VisibleText.Normalise(VisibleText.Cut(query, QueryLimit));
        var tag = language.Split('-', '_')[0].ToLowerInvariant();
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var rows = await work.QueryAsync<HitRow>(
            """
            SELECT chunk_id AS "ChunkId", document_id AS "DocumentId", source AS "Source", title AS "Title", version AS "Version", heading AS "Heading", body AS "Body", score AS "Score"
            FROM desk.search_knowledge(@asked, @language, @limit)
            """,
            new { asked, language = KnowledgeLanguages.IsKnown(tag) ? tag : KnowledgeLanguages.Of(asked, ""), limit }, cancellationToken).ConfigureAwait(false);
        var words = MatchedWords.Of(asked);
        return [.. rows.Select(row => new KnowledgeHit(row.ChunkId, row.DocumentId, row.Source, row.Title, row.Version, row.Heading, row.Body, row.Score, words.In(row.Body)))];
    }

    private sealed record HitRow(Guid ChunkId, Guid DocumentId, string Source, string Title, int Version, string Heading, string Body, double Score);
}
