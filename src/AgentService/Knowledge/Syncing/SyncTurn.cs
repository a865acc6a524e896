using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Dapper;
using Google.Protobuf;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>One resync of a source at a time. A turn whose holder died lapses after a minute.</summary>
internal sealed class SyncTurn : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly DeskDatabase _database;
    private readonly string _tenant;
    private readonly string _source;
    private readonly TimeProvider _clock;
    private DateTimeOffset _until;
    private bool _ended;

    private SyncTurn(DeskDatabase database, string tenant, string source, TimeProvider clock, DateTimeOffset until, long number)
    {
        _database = database;
        _tenant = tenant;
        _source = source;
        _clock = clock;
        _until = until;
        Number = number;
    }

    /// <summary>Of this resync: what is archived now is counted from it.</summary>
    public long Number { get; }

    /// <summary>Throws WRONG_STATE while another resync is at work.</summary>
    public static async Task<SyncTurn> TakeAsync(DeskDatabase database, string tenant, string source, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var number = await work.Connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "UPDATE desk.ai_kb_sources SET syncing_until = @until WHERE tenant_id = @tenant AND source_id = @source AND (syncing_until IS NULL OR syncing_until < @now) RETURNING sync_number + 1",
            new { tenant, source, now, until = now + Lease }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        return number is { } given
            ? new SyncTurn(database, tenant, source, clock, now + Lease, given)
            : throw new DeskException(ErrorReason.WrongState, "the source is being read already") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = "syncing" } };
    }

    /// <summary>Holds on, when it is time to.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_until - now > Lease / 2)
        {
            return;
        }

        _until = now + Lease;
        await SetAsync("syncing_until = @until", new { tenant = _tenant, source = _source, until = _until }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the report, forgets passages that were archived long enough ago and that no run cites, and gives the turn back.</summary>
    public async Task EndAsync(SyncReport report, CancellationToken cancellationToken)
    {
        var changed = report.DocumentsAdded + report.DocumentsChanged + report.DocumentsRemoved + report.ChunksMoved > 0;
        await SetAsync(
            changed ? "syncing_until = NULL, last_sync = @report::jsonb, sync_number = @number" : "syncing_until = NULL, last_sync = @report::jsonb",
            new { tenant = _tenant, source = _source, report = JsonFormatter.Default.Format(report), number = Number }, cancellationToken).ConfigureAwait(false);
        _ended = true;
        await ForgetAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await SetAsync("syncing_until = NULL", new { tenant = _tenant, source = _source }, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var work = await _database.BeginAsync(_tenant, cancellationToken).ConfigureAwait(false);
        await work.Connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM desk.ai_kb_chunks c USING desk.ai_kb_documents d, desk.ai_kb_sources s
            WHERE c.tenant_id = @tenant AND d.tenant_id = @tenant AND s.tenant_id = @tenant AND s.source_id = @source AND d.source_id = s.source_id AND c.document_id = d.document_id
              AND c.archived_at IS NOT NULL AND c.archived_sync <= s.sync_number - s.keep_versions
              AND NOT EXISTS (SELECT FROM desk.run_citations r WHERE r.tenant_id = @tenant AND r.chunk_id = c.chunk_id)
            """,
            new { tenant = _tenant, source = _source }, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SetAsync(string change, object parameters, CancellationToken cancellationToken)
    {
        await using var work = await _database.BeginAsync(_tenant, cancellationToken).ConfigureAwait(false);
        await work.Connection.ExecuteAsync(new CommandDefinition(
            $"UPDATE desk.ai_kb_sources SET {change} WHERE tenant_id = @tenant AND source_id = @source", parameters, work.Transaction, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
