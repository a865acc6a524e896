using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Reads what a draft cites, in the transaction that keeps it with the run. The knowledge base is behind it.</summary>
internal interface ICitedText
{
    /// <summary>In the order asked for; a chunk that is gone is left out.</summary>
    Task<IReadOnlyList<CitedText>> ReadAsync(TenantWork work, IReadOnlyList<Guid> chunks, CancellationToken cancellationToken);
}

/// <param name="ChunkId">The chunk.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Version">The document's version, from 1.</param>
/// <param name="Text">The text.</param>
internal sealed record CitedText(Guid ChunkId, string Source, string Title, int Version, string Text);
