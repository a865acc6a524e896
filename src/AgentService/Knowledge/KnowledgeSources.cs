using System.Text;
using AiDesk.Agent.Knowledge.Syncing;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge;

/// <summary>PutSource: makes a source or changes it. Its kind stays what it was: other documents would seem to be gone.</summary>
internal sealed class KnowledgeSources(DeskDatabase database, UrlListing urls, KnowledgeOptions options)
{
    private const int CountLimit = 1000;
    private const int NameLimit = 200;
    private const int LocationLimit = 1000;
    private const int DefaultKeep = 3;

    public async Task<PutSourceResponse> PutAsync(DeskCaller caller, PutSourceRequest request, CancellationToken cancellationToken)
    {
        var source = request.Source ?? throw DeskException.Required("source");
        Check(source);
        CheckLocation(caller, source);
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var others = await work.FirstAsync<long>("SELECT count(*) FROM desk.ai_kb_sources WHERE tenant_id = @tenant AND source_id <> @id", new { id = source.SourceId }, cancellationToken).ConfigureAwait(false);
        if (others >= CountLimit)
        {
            throw DeskException.Invalid("source", "is one more than 1,000");
        }

        var kept = await work.FirstAsync<string>(
            """
            INSERT INTO desk.ai_kb_sources (tenant_id, source_id, name, kind, location, language, keep_versions) VALUES (@tenant, @id, @name, @kind, @location, @language, @keep)
            ON CONFLICT (tenant_id, source_id) DO UPDATE SET name = excluded.name, location = excluded.location, language = excluded.language, keep_versions = excluded.keep_versions
            WHERE ai_kb_sources.kind = excluded.kind
            RETURNING kind
            """,
            new
            {
                id = source.SourceId,
                name = source.Name,
                kind = NameOf(source.Kind),
                location = source.Location,
                language = source.Language,
                keep = source.HasKeepVersions ? source.KeepVersions : DefaultKeep,
            },
            cancellationToken).ConfigureAwait(false);
        if (kept is null)
        {
            throw DeskException.Invalid("source.kind", "is not that of the source: make another one");
        }

        var stored = await SourceRow.ReadAsync(work, source.SourceId, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new PutSourceResponse { Source = stored.Single().ToWire() };
    }

    private static void Check(Source source)
    {
        if (!SourceRow.IsId(source.SourceId))
        {
            throw DeskException.Invalid("source.source_id", "is not 1 to 63 small letters, digits and hyphens, and no hyphen first");
        }

        if (source.Name.Length == 0)
        {
            throw DeskException.Required("source.name");
        }

        CheckText("source.name", source.Name, NameLimit);
        CheckText("source.location", source.Location, LocationLimit);
        if (source.Language.Length > 0 && !KnowledgeLanguages.IsKnown(source.Language))
        {
            throw DeskException.Invalid("source.language", "is none of es, en, fr, de, it, pt, nl");
        }

        if (source.HasKeepVersions && source.KeepVersions is < 0 or > 20)
        {
            throw DeskException.Invalid("source.keep_versions", "is not from 0 to 20");
        }
    }

    private static void CheckText(string field, string text, int limit)
    {
        if (text.Length > limit || text.EnumerateRunes().Any(letter => Rune.IsControl(letter) || letter == Rune.ReplacementChar))
        {
            throw DeskException.Invalid(field, $"is longer than {limit} characters, or has control characters");
        }
    }

    private void CheckLocation(DeskCaller caller, Source source)
    {
        switch (source.Kind)
        {
            case SourceKind.Url:
                urls.Check(source.Location, "source.location");
                break;
            case SourceKind.Folder:
                FolderListing.Resolve(options.FolderOf(caller.Tenant), source.Location);
                break;
            case SourceKind.Pushed when source.Location.Length > 0:
                throw DeskException.Invalid("source.location", "is for folders and addresses");
            default:
                NameOf(source.Kind);
                break;
        }
    }

    private static string NameOf(SourceKind kind) => kind switch
    {
        SourceKind.Folder => "folder",
        SourceKind.Url => "url",
        SourceKind.Pushed => "pushed",
        _ => throw new DeskException(ErrorReason.EnumUnknown, "source.kind is required") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "source.kind" } },
    };
}
