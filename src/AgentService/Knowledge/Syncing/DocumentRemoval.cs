using System.Globalization;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>Documents that a complete listing does not have any more: they keep a tombstone, and their passages are archived.</summary>
internal static class DocumentRemoval
{
    /// <summary>What is gone. Throws RESYNC_TOO_LARGE when that is more than half and nobody said that it may be.</summary>
    public static async Task<IReadOnlyList<Guid>> FindAsync(SyncTurn turn, string source, Listing listing, bool isForced, CancellationToken cancellationToken)
    {
        if (!listing.IsComplete)
        {
            return [];
        }

        await using var work = await turn.BeginAsync(cancellationToken).ConfigureAwait(false);
        var live = await work.QueryAsync<(Guid Id, string Path)>(
            "SELECT document_id, path FROM desk.ai_kb_documents WHERE tenant_id = @tenant AND source_id = @source AND removed_at IS NULL", new { source }, cancellationToken).ConfigureAwait(false);
        var known = listing.Documents.Select(document => document.Path).ToHashSet(StringComparer.Ordinal);
        var gone = live.Where(document => !known.Contains(document.Path)).Select(document => document.Id).ToList();
        return isForced || gone.Count * 2 <= live.Count
            ? gone
            : throw new DeskException(ErrorReason.ResyncTooLarge, $"the resync would drop {gone.Count} of {live.Count} documents: force it if that is meant")
            {
                Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["live"] = live.Count.ToString(CultureInfo.InvariantCulture),
                    ["missing"] = gone.Count.ToString(CultureInfo.InvariantCulture),
                },
            };
    }

    public static async Task RemoveAsync(SyncTurn turn, Guid document, SyncReport report, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await turn.BeginAsync(cancellationToken).ConfigureAwait(false);
        var removed = await work.ExecuteAsync(
            "UPDATE desk.ai_kb_documents SET removed_at = @now, removed_sync = @sync, updated_at = @now WHERE tenant_id = @tenant AND document_id = @document AND removed_at IS NULL",
            new { document, now, sync = turn.Number }, cancellationToken).ConfigureAwait(false);
        var archived = await work.ExecuteAsync(
            "UPDATE desk.ai_kb_chunks SET archived_at = @now, archived_sync = @sync WHERE tenant_id = @tenant AND document_id = @document AND archived_at IS NULL",
            new { document, now, sync = turn.Number }, cancellationToken).ConfigureAwait(false);
        await turn.NoteChangeAsync(work, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        report.DocumentsRemoved += removed;
        report.ChunksArchived += archived;
    }
}
