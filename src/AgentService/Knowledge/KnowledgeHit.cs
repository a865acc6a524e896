namespace AiDesk.Agent.Knowledge;

internal sealed record KnowledgeHit(Guid ChunkId, Guid DocumentId, string Source, string Title, int Version, string Heading, string Text, double Score, IReadOnlyList<string> Matched);
