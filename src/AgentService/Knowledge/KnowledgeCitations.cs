using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Knowledge;

/// <summary>Cited passages of the desk's own knowledge base.</summary>
internal sealed class KnowledgeCitations : ICitedText
{
    public Task<IReadOnlyList<CitedText>> ReadAsync(TenantWork work, IReadOnlyList<Guid> chunks, CancellationToken cancellationToken) => work.QueryAsync<CitedText>(
        """
        SELECT c.chunk_id AS "ChunkId", s.name AS "Source", d.title AS "Title", d.version AS "Version", c.text AS "Text"
        FROM unnest(@ids) WITH ORDINALITY AS asked (id, place)
        JOIN desk.ai_kb_chunks c ON c.tenant_id = @tenant AND c.chunk_id = asked.id
        JOIN desk.ai_kb_documents d ON d.tenant_id = @tenant AND d.document_id = c.document_id
        JOIN desk.ai_kb_sources s ON s.tenant_id = @tenant AND s.source_id = d.source_id
        ORDER BY asked.place
        """,
        new { ids = chunks.ToArray() },
        cancellationToken);
}
