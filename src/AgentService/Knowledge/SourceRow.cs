using System.Text.RegularExpressions;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using Google.Protobuf;

namespace AiDesk.Agent.Knowledge;

/// <summary>One row of <c>ai_kb_sources</c>, with what is live of it.</summary>
internal sealed partial record SourceRow(
    string SourceId, string Name, string Kind, string Location, string Language, int KeepVersions, string? LastSync, long Documents, long Chunks)
{
    private const string Columns = """
        SELECT s.source_id AS "SourceId", s.name AS "Name", s.kind AS "Kind", s.location AS "Location", s.language AS "Language", s.keep_versions AS "KeepVersions", s.last_sync::text AS "LastSync",
          (SELECT count(*) FROM desk.ai_kb_documents d WHERE d.tenant_id = @tenant AND d.source_id = s.source_id AND d.removed_at IS NULL) AS "Documents",
          (SELECT count(*) FROM desk.ai_kb_chunks c JOIN desk.ai_kb_documents d ON d.tenant_id = c.tenant_id AND d.document_id = c.document_id
           WHERE c.tenant_id = @tenant AND d.source_id = s.source_id AND c.archived_at IS NULL) AS "Chunks"
        FROM desk.ai_kb_sources s WHERE s.tenant_id = @tenant AND (@id::text IS NULL OR s.source_id = @id) ORDER BY s.name, s.source_id LIMIT 1000
        """;

    /// <summary>One, or all when the id is null.</summary>
    public static Task<IReadOnlyList<SourceRow>> ReadAsync(TenantWork work, string? id, CancellationToken cancellationToken) =>
        work.QueryAsync<SourceRow>(Columns, new { id }, cancellationToken);

    public static bool IsId(string text) => Id().IsMatch(text);

    public Source ToWire() => new()
    {
        SourceId = SourceId,
        Name = Name,
        Kind = Kind switch { "folder" => SourceKind.Folder, "url" => SourceKind.Url, _ => SourceKind.Pushed },
        Location = Location,
        Language = Language,
        KeepVersions = KeepVersions,
        Documents = (int)Documents,
        Chunks = (int)Chunks,
        LastSync = LastSync is { } text ? JsonParser.Default.Parse<SyncReport>(text) : null,
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
