using System.Security.Cryptography;
using System.Text;
using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using Dapper;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>One document, in one transaction: unchanged passages are kept, moved ones updated, new ones inserted, missing ones archived.</summary>
internal static class DocumentSync
{
    public static async Task ApplyAsync(
        DeskDatabase database, string tenant, SourceRow source, long sync, ListedDocument document, string text, SyncReport report, TimeProvider clock, CancellationToken cancellationToken)
    {
        var read = DocumentReader.Read(text, document.Format);
        var passages = Chunker.Part(read);
        var language = source.Language.Length > 0 ? source.Language : KnowledgeLanguages.Of(text);
        var title = read.Title.Length > 0 ? read.Title : document.Path;
        var hash = HashOf(title, language, passages);
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var known = await work.Connection.QuerySingleOrDefaultAsync<DocumentRow>(new CommandDefinition(
            "SELECT document_id, content_hash, version, removed_at IS NOT NULL AS is_removed FROM desk.ai_kb_documents WHERE tenant_id = @tenant AND source_id = @source AND path = @path FOR UPDATE",
            new { tenant, source = source.SourceId, path = document.Path }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        if (known is { IsRemoved: false } && known.ContentHash.AsSpan().SequenceEqual(hash))
        {
            report.ChunksKept += passages.Count;
            return;
        }

        var now = clock.GetUtcNow();
        var (id, version) = known is null ? (Guid.CreateVersion7(now), 1) : (known.DocumentId, known.Version + 1);
        await work.Connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO desk.ai_kb_documents (tenant_id, document_id, source_id, path, title, language, content_hash, version, updated_at)
            VALUES (@tenant, @id, @source, @path, @title, @language, @hash, @version, @now)
            ON CONFLICT (tenant_id, document_id) DO UPDATE SET title = excluded.title, language = excluded.language, content_hash = excluded.content_hash, version = excluded.version, removed_at = NULL, updated_at = excluded.updated_at
            """,
            new { tenant, id, source = source.SourceId, path = document.Path, title, language, hash, version, now }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        var counted = await PassageDiff.ApplyAsync(work, id, version, language, passages, sync, now, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        report.DocumentsAdded += known is null || known.IsRemoved ? 1 : 0;
        report.DocumentsChanged += known is { IsRemoved: false } ? 1 : 0;
        report.ChunksAdded += counted.Added;
        report.ChunksMoved += counted.Moved;
        report.ChunksArchived += counted.Archived;
        report.ChunksKept += counted.Kept;
    }

    /// <summary>Of what is kept of a document, so that markup which says nothing changes nothing.</summary>
    private static byte[] HashOf(string title, string language, IReadOnlyList<Passage> passages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{title}\n{language}\n"));
        foreach (var passage in passages)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(passage.Heading + "\n"));
            hash.AppendData(passage.Hash);
        }

        return hash.GetHashAndReset();
    }

    private sealed record DocumentRow(Guid DocumentId, byte[] ContentHash, int Version, bool IsRemoved);
}
