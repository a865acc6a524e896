using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>Makes a document's passages those that were read, by the hash of their text.</summary>
internal sealed class PassageDiff(TenantWork work, Guid document, int version, string language, long sync, DateTimeOffset now)
{
    public async Task<PassageCounts> ApplyAsync(IReadOnlyList<Passage> passages, CancellationToken cancellationToken)
    {
        var stored = (await work.QueryAsync<StoredPassage>(
            """
            SELECT chunk_id AS "Id", content_hash AS "Hash", ordinal AS "Ordinal", heading AS "Heading", language AS "Language", archived_at IS NOT NULL AS "IsArchived"
            FROM desk.ai_kb_chunks WHERE tenant_id = @tenant AND document_id = @document
            """,
            new { document }, cancellationToken).ConfigureAwait(false)).ToDictionary(passage => Convert.ToHexString(passage.Hash), StringComparer.Ordinal);
        var added = new List<Passage>();
        var placed = new List<(Guid Id, Passage Passage)>();
        var (restored, moved, kept) = (0, 0, 0);
        foreach (var passage in passages)
        {
            if (!stored.Remove(Convert.ToHexString(passage.Hash), out var known))
            {
                added.Add(passage);
            }
            else if (known.IsAt(passage, language))
            {
                kept++;
            }
            else
            {
                placed.Add((known.Id, passage));
                (restored, moved) = known.IsArchived ? (restored + 1, moved) : (restored, moved + 1);
            }
        }

        await InsertAsync(added, cancellationToken).ConfigureAwait(false);
        await PlaceAsync(placed, cancellationToken).ConfigureAwait(false);
        var archived = await ArchiveAsync([.. stored.Values.Where(passage => !passage.IsArchived).Select(passage => passage.Id)], cancellationToken).ConfigureAwait(false);
        return new PassageCounts(added.Count + restored, moved, archived, kept);
    }

    private Task<int> InsertAsync(List<Passage> added, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        INSERT INTO desk.ai_kb_chunks (tenant_id, chunk_id, document_id, content_hash, ordinal, heading, text, language, version)
        SELECT @tenant, n.chunk_id, @document, n.hash, n.ordinal, n.heading, n.body, @language, @version
        FROM unnest(@ids, @hashes, @ordinals, @headings, @bodies) AS n (chunk_id, hash, ordinal, heading, body)
        """,
        new
        {
            document,
            version,
            language,
            ids = added.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            hashes = added.Select(passage => passage.Hash).ToArray(),
            ordinals = added.Select(passage => passage.Ordinal).ToArray(),
            headings = added.Select(passage => passage.Heading).ToArray(),
            bodies = added.Select(passage => passage.Text).ToArray(),
        },
        cancellationToken);

    private Task<int> PlaceAsync(List<(Guid Id, Passage Passage)> placed, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        UPDATE desk.ai_kb_chunks c SET ordinal = n.ordinal, heading = n.heading, language = @language, archived_at = NULL, archived_sync = NULL
        FROM unnest(@ids, @ordinals, @headings) AS n (chunk_id, ordinal, heading)
        WHERE c.tenant_id = @tenant AND c.chunk_id = n.chunk_id
        """,
        new
        {
            language,
            ids = placed.Select(one => one.Id).ToArray(),
            ordinals = placed.Select(one => one.Passage.Ordinal).ToArray(),
            headings = placed.Select(one => one.Passage.Heading).ToArray(),
        },
        cancellationToken);

    private Task<int> ArchiveAsync(Guid[] missing, CancellationToken cancellationToken) => work.ExecuteAsync(
        "UPDATE desk.ai_kb_chunks SET archived_at = @now, archived_sync = @sync WHERE tenant_id = @tenant AND document_id = @document AND chunk_id = ANY(@missing)",
        new { document, missing, now, sync }, cancellationToken);

    private sealed record StoredPassage(Guid Id, byte[] Hash, int Ordinal, string Heading, string Language, bool IsArchived)
    {
        public bool IsAt(Passage passage, string language) => !IsArchived && Ordinal == passage.Ordinal && Heading == passage.Heading && Language == language;
    }
}
