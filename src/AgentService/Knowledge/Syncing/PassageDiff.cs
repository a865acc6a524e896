using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Storage;
using Dapper;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>Makes a document's passages those that were read, by the hash of their text.</summary>
internal static class PassageDiff
{
    public static async Task<PassageCounts> ApplyAsync(
        TenantWork work, Guid document, int version, string language, IReadOnlyList<Passage> passages, long sync, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = (await work.Connection.QueryAsync<StoredPassage>(new CommandDefinition(
            "SELECT chunk_id, content_hash, ordinal, heading, language, archived_at IS NOT NULL AS is_archived FROM desk.ai_kb_chunks WHERE tenant_id = @tenant AND document_id = @document",
            new { tenant = work.Tenant, document }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false)).ToDictionary(passage => Convert.ToHexString(passage.ContentHash), StringComparer.Ordinal);
        var added = new List<Passage>();
        var placed = new List<(Guid Id, Passage Passage)>();
        var (restored, moved, kept) = (0, 0, 0);
        foreach (var passage in passages)
        {
            if (!stored.Remove(Convert.ToHexString(passage.Hash), out var known))
            {
                added.Add(passage);
            }
            else if (!known.IsArchived && known.Ordinal == passage.Ordinal && known.Heading == passage.Heading && known.Language == language)
            {
                kept++;
            }
            else
            {
                placed.Add((known.ChunkId, passage));
                (restored, moved) = known.IsArchived ? (restored + 1, moved) : (restored, moved + 1);
            }
        }

        var missing = stored.Values.Where(passage => !passage.IsArchived).Select(passage => passage.ChunkId).ToArray();
        await InsertAsync(work, document, version, language, added, now, cancellationToken).ConfigureAwait(false);
        await PlaceAsync(work, language, placed, cancellationToken).ConfigureAwait(false);
        await work.Connection.ExecuteAsync(new CommandDefinition(
            "UPDATE desk.ai_kb_chunks SET archived_at = @now, archived_sync = @sync WHERE tenant_id = @tenant AND document_id = @document AND chunk_id = ANY(@missing)",
            new { tenant = work.Tenant, document, missing, now, sync }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return new PassageCounts(added.Count + restored, moved, missing.Length, kept);
    }

    private static Task InsertAsync(TenantWork work, Guid document, int version, string language, List<Passage> added, DateTimeOffset now, CancellationToken cancellationToken) =>
        work.Connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO desk.ai_kb_chunks (tenant_id, chunk_id, document_id, content_hash, ordinal, heading, text, language, version)
            SELECT @tenant, n.chunk_id, @document, n.hash, n.ordinal, n.heading, n.body, @language, @version
            FROM unnest(@ids, @hashes, @ordinals, @headings, @bodies) AS n (chunk_id, hash, ordinal, heading, body)
            """,
            new
            {
                tenant = work.Tenant,
                document,
                version,
                language,
                ids = added.Select(_ => Guid.CreateVersion7(now)).ToArray(),
                hashes = added.Select(passage => passage.Hash).ToArray(),
                ordinals = added.Select(passage => passage.Ordinal).ToArray(),
                headings = added.Select(passage => passage.Heading).ToArray(),
                bodies = added.Select(passage => passage.Text).ToArray(),
            },
            work.Transaction, cancellationToken: cancellationToken));

    private static Task PlaceAsync(TenantWork work, string language, List<(Guid Id, Passage Passage)> placed, CancellationToken cancellationToken) =>
        work.Connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE desk.ai_kb_chunks c SET ordinal = n.ordinal, heading = n.heading, language = @language, archived_at = NULL, archived_sync = NULL
            FROM unnest(@ids, @ordinals, @headings) AS n (chunk_id, ordinal, heading)
            WHERE c.tenant_id = @tenant AND c.chunk_id = n.chunk_id
            """,
            new
            {
                tenant = work.Tenant,
                language,
                ids = placed.Select(one => one.Id).ToArray(),
                ordinals = placed.Select(one => one.Passage.Ordinal).ToArray(),
                headings = placed.Select(one => one.Passage.Heading).ToArray(),
            },
            work.Transaction, cancellationToken: cancellationToken));

    private sealed record StoredPassage(Guid ChunkId, byte[] ContentHash, int Ordinal, string Heading, string Language, bool IsArchived);
}

/// <param name="Added">New, or back from the archive.</param>
/// <param name="Moved">At another place, or under another heading.</param>
/// <param name="Archived">No longer in the document.</param>
/// <param name="Kept">As they were.</param>
internal readonly record struct PassageCounts(int Added, int Moved, int Archived, int Kept);
