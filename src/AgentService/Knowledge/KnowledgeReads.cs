using System.Globalization;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Knowledge;

/// <summary>What is in the knowledge base, as the wire asks for it.</summary>
internal sealed class KnowledgeReads(DeskDatabase database, IKnowledgeSearch search, DeskPages pages)
{
    private const int DefaultHits = 5;
    private const int MostHits = 20;

    private const string DocumentColumns = """
        d.document_id AS "Id", d.path AS "Path", d.title AS "Title", d.version AS "Version", d.language AS "Language", d.removed_at IS NOT NULL AS "IsRemoved", d.updated_at AS "UpdatedAt",
        (SELECT count(*) FROM desk.ai_kb_chunks c WHERE c.tenant_id = @tenant AND c.document_id = d.document_id AND c.archived_at IS NULL) AS "Chunks"
        """;

    public async Task<ListSourcesResponse> ListSourcesAsync(DeskCaller caller, ListSourcesRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var response = new ListSourcesResponse();
        response.Sources.AddRange((await SourceRow.ReadAsync(work, null, cancellationToken).ConfigureAwait(false)).Select(row => row.ToWire()));
        return response;
    }

    public async Task<ListDocumentsResponse> ListDocumentsAsync(DeskCaller caller, ListDocumentsRequest request, CancellationToken cancellationToken)
    {
        if (request.SourceId.Length == 0)
        {
            throw DeskException.Required("source_id");
        }

        var call = "ListDocuments/" + request.SourceId;
        var size = DeskPages.SizeOf(request.PageSize);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        if (!(await SourceRow.ReadAsync(work, request.SourceId, cancellationToken).ConfigureAwait(false)).Any())
        {
            throw DeskException.NotFound();
        }

        var rows = await work.QueryAsync<DocumentRow>(
            $"SELECT {DocumentColumns} FROM desk.ai_kb_documents d WHERE d.tenant_id = @tenant AND d.source_id = @source AND d.path > @after ORDER BY d.path LIMIT @limit",
            new { source = request.SourceId, after = pages.Read(caller.Tenant, call, request.PageToken), limit = size + 1 }, cancellationToken).ConfigureAwait(false);
        var response = new ListDocumentsResponse { NextPageToken = rows.Count > size ? pages.Create(caller.Tenant, call, rows[size - 1].Path) : "" };
        response.Documents.AddRange(rows.Take(size).Select(row => row.ToWire()));
        return response;
    }

    public async Task<ListChunksResponse> ListChunksAsync(DeskCaller caller, ListChunksRequest request, CancellationToken cancellationToken)
    {
        var document = Guid.TryParse(request.DocumentId, out var id) ? id : throw (request.DocumentId.Length == 0 ? DeskException.Required("document_id") : DeskException.NotFound());
        var call = $"ListChunks/{document}/{request.IncludeArchived}";
        var size = DeskPages.SizeOf(request.PageSize);
        var (after, afterId) = pages.Read(caller.Tenant, call, request.PageToken).Split('/') is [var ordinal, var last] ? (int.Parse(ordinal, CultureInfo.InvariantCulture), Guid.Parse(last)) : (0, Guid.Empty);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var isThere = await work.FirstAsync<bool>("SELECT true FROM desk.ai_kb_documents WHERE tenant_id = @tenant AND document_id = @document", new { document }, cancellationToken).ConfigureAwait(false);
        if (!isThere)
        {
            throw DeskException.NotFound();
        }

        var rows = await work.QueryAsync<ChunkRow>(
            """
            SELECT chunk_id AS "Id", ordinal AS "Ordinal", heading AS "Heading", text AS "Text", archived_at IS NOT NULL AS "IsArchived", version AS "Version" FROM desk.ai_kb_chunks
            WHERE tenant_id = @tenant AND document_id = @document AND (archived_at IS NULL OR @archived) AND (ordinal, chunk_id) > (@after, @afterId) ORDER BY ordinal, chunk_id LIMIT @limit
            """,
            new { document, archived = request.IncludeArchived, after, afterId, limit = size + 1 }, cancellationToken).ConfigureAwait(false);
        var response = new ListChunksResponse { NextPageToken = rows.Count > size ? pages.Create(caller.Tenant, call, string.Create(CultureInfo.InvariantCulture, $"{rows[size - 1].Ordinal}/{rows[size - 1].Id}")) : "" };
        response.Chunks.AddRange(rows.Take(size).Select(row => row.ToWire()));
        return response;
    }

    public async Task<SearchResponse> SearchAsync(DeskCaller caller, SearchRequest request, CancellationToken cancellationToken)
    {
        if (request.Query.Length is 0 or > KnowledgeSearch.QueryLimit)
        {
            throw request.Query.Length == 0 ? DeskException.Required("query") : DeskException.Invalid("query", "is longer than 1,000 characters");
        }

        if (request.Language.Length > 0 && !KnowledgeLanguages.IsKnown(request.Language))
        {
            throw DeskException.Invalid("language", "is none of es, en, fr, de, it, pt, nl");
        }

        var limit = request.Limit switch
        {
            0 => DefaultHits,
            >= 1 and <= MostHits => request.Limit,
            _ => throw DeskException.Invalid("limit", "is not from 1 to 20"),
        };
        var response = new SearchResponse();
        response.Hits.AddRange((await search.SearchAsync(caller.Tenant, request.Query, request.Language, limit, cancellationToken).ConfigureAwait(false)).Select(ToWire));
        return response;
    }

    private static SearchHit ToWire(KnowledgeHit hit)
    {
        var found = new SearchHit
        {
            Chunk = new Chunk { ChunkId = hit.ChunkId.ToString(), Heading = hit.Heading, Text = hit.Text },
            Document = new Document { DocumentId = hit.DocumentId.ToString(), Title = hit.Title, Version = hit.Version },
            Source = hit.Source,
            Score = hit.Score,
        };
        found.Matched.AddRange(hit.Matched);
        return found;
    }

    private sealed record DocumentRow(Guid Id, string Path, string Title, int Version, string Language, bool IsRemoved, DateTime UpdatedAt, long Chunks)
    {
        public Document ToWire() => new()
        {
            DocumentId = Id.ToString(),
            Path = Path,
            Title = Title,
            Version = Version,
            Language = Language,
            Removed = IsRemoved,
            Chunks = (int)Chunks,
            UpdateTime = Timestamp.FromDateTime(DateTime.SpecifyKind(UpdatedAt, DateTimeKind.Utc)),
        };
    }

    private sealed record ChunkRow(Guid Id, int Ordinal, string Heading, string Text, bool IsArchived, int Version)
    {
        public Chunk ToWire() => new() { ChunkId = Id.ToString(), Ordinal = Ordinal, Heading = Heading, Text = Text, Archived = IsArchived, Version = Version };
    }
}
