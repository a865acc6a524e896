using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Pages.Knowledge;

/// <summary>One source, and one document with the source that it is of: what stands above the lists of pages. Throws NOT_FOUND.</summary>
internal sealed class KnowledgePlaces(DeskDatabase database)
{
    public async Task<Source> SourceAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await FindSourceAsync(tenant, id, cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();

    /// <summary>Null when the tenant has none of that id.</summary>
    public async Task<Source?> FindSourceAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        return (await SourceRow.ReadAsync(work, id, cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.ToWire();
    }

    public async Task<(Document Document, string SourceId, string SourceName)> DocumentAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var document = Guid.TryParse(id, out var parsed) ? parsed : throw DeskException.NotFound();
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var row = await work.FirstAsync<PlaceRow>(
            """
            SELECT d.path AS Path, d.title AS Title, d.version AS Version, d.language AS Language, d.removed_at IS NOT NULL AS IsRemoved, d.updated_at AS UpdatedAt, s.source_id AS SourceId, s.name AS SourceName
            FROM desk.ai_kb_documents d JOIN desk.ai_kb_sources s ON s.tenant_id = @tenant AND s.source_id = d.source_id
            WHERE d.tenant_id = @tenant AND d.document_id = @document
            """,
            new { document }, cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();
        var found = new Document
        {
            DocumentId = document.ToString(), Path = row.Path, Title = row.Title, Version = row.Version, Language = row.Language, Removed = row.IsRemoved,
            UpdateTime = Timestamp.FromDateTime(DateTime.SpecifyKind(row.UpdatedAt, DateTimeKind.Utc)),
        };
        return (found, row.SourceId, row.SourceName);
    }

    private sealed record PlaceRow
    {
        public string Path { get; init; } = "";

        public string Title { get; init; } = "";

        public int Version { get; init; }

        public string Language { get; init; } = "";

        public bool IsRemoved { get; init; }

        public DateTime UpdatedAt { get; init; }

        public string SourceId { get; init; } = "";

        public string SourceName { get; init; } = "";
    }
}
