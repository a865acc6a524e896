using System.Security.Cryptography;
using System.Text;
using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>One document, in one transaction: unchanged passages are kept, moved ones updated, new ones inserted, missing ones archived.</summary>
internal static class DocumentSync
{
    /// <summary>Throws <see cref="FormatException"/> for a document that cannot be read: it stays as it was.</summary>
    public static async Task ApplyAsync(SyncTurn turn, SourceRow source, string path, RawDocument raw, SyncReport report, TimeProvider clock, CancellationToken cancellationToken)
    {
        var read = DocumentReader.Read(raw.Text, raw.Format);
        var passages = Chunker.Part(read);
        var language = source.Language.Length > 0 ? source.Language : KnowledgeLanguages.Of(string.Join('\n', passages.Take(10).Select(passage => passage.Text)), KnowledgeLanguages.Default);
        var title = read.Title.Length > 0 ? read.Title : path;
        var hash = HashOf(title, language, passages);
        await using var work = await turn.BeginAsync(cancellationToken).ConfigureAwait(false);
        var known = await work.FirstAsync<KnownDocument>(
            """
            SELECT document_id AS "Id", content_hash AS "Hash", version AS "Version", removed_at IS NOT NULL AS "IsRemoved" FROM desk.ai_kb_documents
            WHERE tenant_id = @tenant AND source_id = @source AND path = @path
            """,
            new { source = source.SourceId, path }, cancellationToken).ConfigureAwait(false);
        if (known is { IsRemoved: false } && known.Hash.AsSpan().SequenceEqual(hash))
        {
            report.ChunksKept += passages.Count;
            return;
        }

        var now = clock.GetUtcNow();
        var (id, version) = known is null ? (Guid.CreateVersion7(now), 1) : (known.Id, known.Version + 1);
        await work.ExecuteAsync(
            """
            INSERT INTO desk.ai_kb_documents (tenant_id, document_id, source_id, path, title, language, content_hash, version, updated_at)
            VALUES (@tenant, @id, @source, @path, @title, @language, @hash, @version, @now)
            ON CONFLICT (tenant_id, document_id) DO UPDATE SET title = excluded.title, language = excluded.language, content_hash = excluded.content_hash,
              version = excluded.version, removed_at = NULL, removed_sync = NULL, updated_at = excluded.updated_at
            """,
            new { id, source = source.SourceId, path, title, language, hash, version, now }, cancellationToken).ConfigureAwait(false);
        var counted = await new PassageDiff(work, id, version, language, turn.Number, now).ApplyAsync(passages, cancellationToken).ConfigureAwait(false);
        await turn.NoteChangeAsync(work, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        report.DocumentsAdded += known is null or { IsRemoved: true } ? 1 : 0;
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

    private sealed record KnownDocument(Guid Id, byte[] Hash, int Version, bool IsRemoved);
}
