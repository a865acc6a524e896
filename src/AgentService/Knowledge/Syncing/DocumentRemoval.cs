using System.Globalization;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Dapper;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>Documents that a complete listing does not have any more: they keep a tombstone, and their passages are archived.</summary>
internal static class DocumentRemoval
{
    /// <summary>What is gone. Throws RESYNC_TOO_LARGE when that is more than half and nobody said that it may be.</summary>
    public static async Task<IReadOnlyList<Guid>> FindAsync(DeskDatabase database, string tenant, string source, string[] listed, bool isForced, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var live = (await work.Connection.QueryAsync<(Guid Id, string Path)>(new CommandDefinition(
            "SELECT document_id, path FROM desk.ai_kb_documents WHERE tenant_id = @tenant AND source_id = @source AND removed_at IS NULL",
            new { tenant, source }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false)).ToList();
        var known = listed.ToHashSet(StringComparer.Ordinal);
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

    public static async Task RemoveAsync(
        DeskDatabase database, string tenant, IReadOnlyList<Guid> gone, long sync, SyncReport report, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var document in gone)
        {
            var now = clock.GetUtcNow();
            await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
            var removed = await work.Connection.ExecuteAsync(new CommandDefinition(
                "UPDATE desk.ai_kb_documents SET removed_at = @now, updated_at = @now WHERE tenant_id = @tenant AND document_id = @document AND removed_at IS NULL",
                new { tenant, document, now }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
            report.ChunksArchived += await work.Connection.ExecuteAsync(new CommandDefinition(
                "UPDATE desk.ai_kb_chunks SET archived_at = @now, archived_sync = @sync WHERE tenant_id = @tenant AND document_id = @document AND archived_at IS NULL",
                new { tenant, document, now, sync }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
            await work.CommitAsync(cancellationToken).ConfigureAwait(false);
            report.DocumentsRemoved += removed;
        }
    }
}
