using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.Knowledge.Syncing;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Knowledge;

/// <summary>
/// ResyncSource: lists a source and takes over what is different, a transaction a document, so that one that is cut off goes on where it was. Nothing is removed
/// that a complete listing does not say is gone, and not more than half without being told to.
/// </summary>
internal sealed class KnowledgeSync(DeskDatabase database, UrlListing urls, KnowledgeOptions options, TimeProvider clock)
{
    private const int PushedLimit = 1000;
    private const int PathLimit = 512;
    private const int ProblemLimit = 100;

    public async Task<ResyncSourceResponse> ResyncAsync(DeskCaller caller, ResyncSourceRequest request, CancellationToken cancellationToken)
    {
        var source = await FindAsync(caller, request.SourceId, cancellationToken).ConfigureAwait(false);
        if (source.Kind != "pushed" && (request.Documents.Count > 0 || request.Complete))
        {
            throw DeskException.Invalid("documents", "are for pushed sources");
        }

        await using var turn = await SyncTurn.TakeAsync(database, caller.Tenant, source.SourceId, clock, cancellationToken).ConfigureAwait(false);
        var listing = await ListAsync(caller.Tenant, source, request, cancellationToken).ConfigureAwait(false);
        var gone = listing.IsComplete ? await DocumentRemoval.FindAsync(database, caller.Tenant, source.SourceId, [.. listing.Documents.Select(document => document.Path)], request.Force, cancellationToken).ConfigureAwait(false) : [];
        var report = new SyncReport { Complete = listing.IsComplete };
        report.Problems.AddRange(listing.Problems);
        foreach (var document in listing.Documents)
        {
            await turn.RenewAsync(cancellationToken).ConfigureAwait(false);
            if (document.Text is { } text)
            {
                await DocumentSync.ApplyAsync(database, caller.Tenant, source, turn.Number, document, text, report, clock, cancellationToken).ConfigureAwait(false);
            }
            else if (report.Problems.Count < ProblemLimit)
            {
                report.Problems.Add($"{document.Path} {document.Problem}");
            }
        }

        await DocumentRemoval.RemoveAsync(database, caller.Tenant, gone, turn.Number, report, clock, cancellationToken).ConfigureAwait(false);
        report.EndTime = Timestamp.FromDateTimeOffset(clock.GetUtcNow());
        await turn.EndAsync(report, cancellationToken).ConfigureAwait(false);
        return new ResyncSourceResponse { Report = report };
    }

    private async Task<SourceRow> FindAsync(DeskCaller caller, string id, CancellationToken cancellationToken)
    {
        if (id.Length == 0)
        {
            throw DeskException.Required("source_id");
        }

        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        return (await SourceRow.ReadAsync(work, id, cancellationToken).ConfigureAwait(false)).SingleOrDefault() ?? throw DeskException.NotFound();
    }

    private async Task<Listing> ListAsync(string tenant, SourceRow source, ResyncSourceRequest request, CancellationToken cancellationToken) => source.Kind switch
    {
        "folder" => await Task.Run(() => FolderListing.Read(Path.Combine(options.Folder, tenant), source.Location), cancellationToken).ConfigureAwait(false),
        "url" => Distinct(await urls.ReadAsync(source.Location, cancellationToken).ConfigureAwait(false)),
        _ => Pushed(request),
    };

    private static Listing Pushed(ResyncSourceRequest request)
    {
        if (request.Documents.Count > PushedLimit)
        {
            throw DeskException.Invalid("documents", "are more than 1,000");
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<ListedDocument>();
        for (var place = 0; place < request.Documents.Count; place++)
        {
            var document = request.Documents[place];
            var field = $"documents[{place}]";
            if (document.Path.Length is 0 or > PathLimit || document.Path.Any(char.IsControl))
            {
                throw DeskException.Invalid(field + ".path", "is not 1 to 512 characters without control characters");
            }

            if (!paths.Add(document.Path))
            {
                throw DeskException.Invalid(field + ".path", "stands twice");
            }

            if (System.Text.Encoding.UTF8.GetByteCount(document.Text) > DocumentReader.SizeLimit)
            {
                throw DeskException.Invalid(field + ".text", "is longer than 1 MiB");
            }

            found.Add(new ListedDocument(document.Path, document.Text, document.Format == DocumentFormat.Unspecified ? DocumentReader.FormatOf(document.Path) : document.Format));
        }

        return new Listing(found, request.Complete, []);
    }

    /// <summary>A list that names a page twice, or by no usable name, is not taken for complete.</summary>
    private static Listing Distinct(Listing listing)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var kept = listing.Documents.Where(document => document.Path.Length is > 0 and <= PathLimit && paths.Add(document.Path)).ToList();
        return kept.Count == listing.Documents.Count ? listing : new Listing(kept, IsComplete: false, [.. listing.Problems, "the list names a page twice, or by no usable path"]);
    }
}
