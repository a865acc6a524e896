namespace AiDesk.Agent.Knowledge;

/// <summary>What the graph asks of the knowledge base.</summary>
internal interface IKnowledgeSearch
{
    Task<IReadOnlyList<KnowledgeHit>> SearchAsync(string tenant, string query, string language, int limit, CancellationToken cancellationToken);
}
