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
    private const int ProblemLimit = 100;

    public async Task<ResyncSourceResponse> ResyncAsync(DeskCaller caller, ResyncSourceRequest request, CancellationToken cancellationToken)
    {
        if (request.SourceId.Length == 0)
        {
            throw DeskException.Required("source_id");
        }

        await using var turn = await SyncTurn.TakeAsync(database, caller.Tenant, request.SourceId, clock, cancellationToken).ConfigureAwait(false);
        var source = await ReadAsync(turn, request.SourceId, cancellationToken).ConfigureAwait(false);
        var listing = await ListAsync(caller.Tenant, source, request, cancellationToken).ConfigureAwait(false);
        var gone = await DocumentRemoval.FindAsync(turn, source.SourceId, listing, request.Force, cancellationToken).ConfigureAwait(false);
        var report = new SyncReport { Complete = listing.IsComplete };
        report.Problems.AddRange(listing.Problems);
        foreach (var document in listing.Documents)
        {
            await turn.RenewAsync(cancellationToken).ConfigureAwait(false);
            await ApplyAsync(turn, source, document, report, cancellationToken).ConfigureAwait(false);
        }

        foreach (var document in gone)
        {
            await turn.RenewAsync(cancellationToken).ConfigureAwait(false);
            await DocumentRemoval.RemoveAsync(turn, document, report, clock, cancellationToken).ConfigureAwait(false);
        }

        report.EndTime = Timestamp.FromDateTimeOffset(clock.GetUtcNow());
        await turn.EndAsync(report, cancellationToken).ConfigureAwait(false);
        return new ResyncSourceResponse { Report = report };
    }

    private static async Task<SourceRow> ReadAsync(SyncTurn turn, string id, CancellationToken cancellationToken)
    {
        await using var work = await turn.BeginAsync(cancellationToken).ConfigureAwait(false);
        return (await SourceRow.ReadAsync(work, id, cancellationToken).ConfigureAwait(false)).Single();
    }

    private async Task ApplyAsync(SyncTurn turn, SourceRow source, ListedDocument document, SyncReport report, CancellationToken cancellationToken)
    {
        try
        {
            var raw = await document.ReadAsync(cancellationToken).ConfigureAwait(false);
            await DocumentSync.ApplyAsync(turn, source, document.Path, raw, report, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException fault)
        {
            if (report.Problems.Count < ProblemLimit)
            {
                report.Problems.Add($"{document.Path} {fault.Message}");
            }
        }
    }

    private async Task<Listing> ListAsync(string tenant, SourceRow source, ResyncSourceRequest request, CancellationToken cancellationToken)
    {
        if (source.Kind != "pushed" && (request.Documents.Count > 0 || request.Complete))
        {
            throw DeskException.Invalid("documents", "are for pushed sources");
        }

        return source.Kind switch
        {
            "folder" => FolderListing.Read(options.FolderOf(tenant), source.Location),
            "url" => await urls.ReadAsync(source.Location, cancellationToken).ConfigureAwait(false),
            _ => PushedListing.Read(request),
        };
    }
}
