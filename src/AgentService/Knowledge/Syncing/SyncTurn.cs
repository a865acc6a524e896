using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Npgsql;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>
/// One resync of a source at a time. A turn whose holder died lapses after a minute, and whoever takes the next one raises the fence: each transaction of the
/// former then finds that it has lost its turn, and writes nothing.
/// </summary>
internal sealed class SyncTurn : IAsyncDisposable
{
    /// <summary>Far above what one document takes.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly DeskDatabase _database;
    private readonly string _tenant;
    private readonly string _source;
    private readonly TimeProvider _clock;
    private readonly long _fence;
    private DateTimeOffset _until;
    private bool _ended;

    private SyncTurn(DeskDatabase database, string tenant, string source, TimeProvider clock, DateTimeOffset until, TakenTurn taken)
    {
        (_database, _tenant, _source, _clock, _until, _fence) = (database, tenant, source, clock, until, taken.Fence);
        Number = taken.Number;
    }

    /// <summary>Of this resync: what is archived now is counted from it. One that goes on after another was cut off has that one's number.</summary>
    public long Number { get; }

    /// <summary>Throws WRONG_STATE while another resync is at work, NOT_FOUND for no source of the tenant.</summary>
    public static async Task<SyncTurn> TakeAsync(DeskDatabase database, string tenant, string source, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var taken = await work.FirstAsync<TakenTurn>(
            """
            UPDATE desk.ai_kb_sources SET syncing_until = @until, sync_fence = sync_fence + 1
            WHERE tenant_id = @tenant AND source_id = @source AND (syncing_until IS NULL OR syncing_until < @now)
            RETURNING sync_fence AS "Fence", sync_number + 1 AS "Number"
            """,
            new { source, now, until = now + Lease }, cancellationToken).ConfigureAwait(false);
        if (taken is null)
        {
            var isThere = await work.FirstAsync<bool>("SELECT true FROM desk.ai_kb_sources WHERE tenant_id = @tenant AND source_id = @source", new { source }, cancellationToken).ConfigureAwait(false);
            throw isThere ? Busy("the source is being read already") : DeskException.NotFound();
        }

        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new SyncTurn(database, tenant, source, clock, now + Lease, taken);
    }

    /// <summary>A transaction within the turn: nobody can take the turn until it ends. Throws WRONG_STATE when somebody has.</summary>
    public async Task<TenantWork> BeginAsync(CancellationToken cancellationToken)
    {
        var work = await _database.BeginAsync(_tenant, cancellationToken).ConfigureAwait(false);
        try
        {
            var isOurs = await work.FirstAsync<bool>(
                "SELECT true FROM desk.ai_kb_sources WHERE tenant_id = @tenant AND source_id = @source AND sync_fence = @fence FOR NO KEY UPDATE",
                new { source = _source, fence = _fence }, cancellationToken).ConfigureAwait(false);
            return isOurs ? work : throw Busy("another resync has taken over: this one stopped");
        }
        catch
        {
            await work.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Notes in the transaction that the resync changes something.</summary>
    public Task NoteChangeAsync(TenantWork work, CancellationToken cancellationToken) => work.ExecuteAsync(
        "UPDATE desk.ai_kb_sources SET sync_changed = true WHERE tenant_id = @tenant AND source_id = @source AND NOT sync_changed", new { source = _source }, cancellationToken);

    /// <summary>Holds on, when it is time to. Throws WRONG_STATE when the turn is lost.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_until - now > Lease / 2)
        {
            return;
        }

        await using var work = await BeginAsync(cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            "UPDATE desk.ai_kb_sources SET syncing_until = @until WHERE tenant_id = @tenant AND source_id = @source", new { source = _source, until = now + Lease }, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        _until = now + Lease;
    }

    /// <summary>Keeps the report, forgets what was archived long enough ago, and gives the turn back.</summary>
    public async Task EndAsync(SyncReport report, CancellationToken cancellationToken)
    {
        await using var work = await BeginAsync(cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            UPDATE desk.ai_kb_sources SET syncing_until = NULL, last_sync = @report::jsonb, sync_number = sync_number + sync_changed::int, sync_changed = false
            WHERE tenant_id = @tenant AND source_id = @source
            """,
            new { source = _source, report = Google.Protobuf.JsonFormatter.Default.Format(report) }, cancellationToken).ConfigureAwait(false);
        await Archive.ForgetAsync(work, _source, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        _ended = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        try
        {
            await using var work = await _database.BeginAsync(_tenant, CancellationToken.None).ConfigureAwait(false);
            await work.ExecuteAsync(
                "UPDATE desk.ai_kb_sources SET syncing_until = NULL WHERE tenant_id = @tenant AND source_id = @source AND sync_fence = @fence", new { source = _source, fence = _fence }, CancellationToken.None).ConfigureAwait(false);
            await work.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            // It lapses by itself; what ended the resync is what the caller should hear of.
        }
    }

    private static DeskException Busy(string message) => new(ErrorReason.WrongState, message) { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = "syncing" } };

    private sealed record TakenTurn(long Fence, long Number);
}
