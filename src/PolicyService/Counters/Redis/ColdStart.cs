using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>
/// Gives a tenant its epoch, off the path: replays the ledger's commits, each once by its reservation's id, and installs the epoch if nobody else has.
/// Replicas may do so at the same time, and one may die in the middle of it: what was replayed is not replayed again. Each brings its own ledger to an epoch
/// that another has installed.
/// </summary>
internal sealed class ColdStart : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RedisTenant, bool> _owing = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IScriptConnection _connection;
    private readonly RedisStoreOptions _options;
    private readonly ILedger _ledger;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<RedisTenant, bool> _opened = new();
    private readonly byte[] _since;
    private readonly ITimer _ticker;
    private bool _wasUp;

    public ColdStart(IScriptConnection connection, RedisStoreOptions options, ILedger ledger, TimeProvider time, ILogger log)
    {
        _connection = connection;
        _options = options;
        _ledger = ledger;
        _log = log;
        _since = Encoding.ASCII.GetBytes($"{options.KeySpace}:since");
        _wasUp = connection.State == ScriptConnectionState.Up;
        _ticker = time.CreateTimer(static self => ((ColdStart)self!).Tick(), this, Interval, Interval);
    }

    private long ClosedMs => _options.Recover == RecoverRule.Wait ? (long)_options.LongestLease.TotalMilliseconds : 0;

    /// <summary>Begins a rebuild, unless one runs.</summary>
    public void Begin(RedisTenant tenant)
    {
        lock (tenant.Gate)
        {
            if (tenant.Opening.IsCompleted)
            {
                tenant.Opening = TryOpenAsync(tenant);
            }
        }
    }

    /// <summary>The counters lack a commit: it is brought as soon as they answer.</summary>
    public void PayLater(RedisTenant tenant) => _owing[tenant] = true;

    public async Task OpenAsync(RedisTenant tenant, CancellationToken cancellationToken)
    {
        _opened[tenant] = true;
        var (_, epoch) = await RunAsync(tenant, "look", 0, 0, _options.SlowDeadline, cancellationToken);
        if (epoch > 0 && epoch == _ledger.EpochOf(tenant.Name))
        {
            tenant.Epoch = epoch;
            await ReplayAsync(tenant, 0, owedOnly: true, cancellationToken);
            return;
        }

        // Without an epoch it is ours to bring what every replica has spent. An epoch that is there has it: whoever gave it has brought it.
        if (epoch == 0 && _ledger is ISharedLedger shared)
        {
            await ReplayAsync(tenant, shared.ReadSharedAsync(tenant.Name, cancellationToken), cancellationToken);
        }

        // There is none, or another replica gave it, which has not our ledger.
        var (mark, rows) = await ReplayAsync(tenant, 0, owedOnly: false, cancellationToken);
        if (_ledger.IsFrozen(tenant.Name))
        {
            await RunAsync(tenant, "freeze", 0, 0, _options.SlowDeadline, cancellationToken);
        }

        if (await InstallAsync(tenant, mark, _ledger.IsNew(tenant.Name), _options.SlowDeadline, cancellationToken) || rows > 0)
        {
            _log.Rebuilt(tenant.Name, rows);
        }

        // What was settled meanwhile came to the counters by itself, or is owed to them.
        await ReplayAsync(tenant, mark, owedOnly: true, cancellationToken);
    }

    /// <summary>Gives the tenant an epoch unless it has one; from then on the ledger's rows are in it. True when this call gave it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="mark">Of the last row that was replayed.</param>
    /// <param name="isNew">Our ledger has never heard of it: its budgets open at once when the server shows that it has lost nothing for a lease.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellationToken">Of the call.</param>
    public async Task<bool> InstallAsync(RedisTenant tenant, long mark, bool isNew, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var (installed, epoch) = await RunAsync(tenant, isNew ? "install-new" : "install", ClosedMs, mark, deadline, cancellationToken);
        _opened[tenant] = true;
        _ledger.SetEpoch(tenant.Name, epoch);
        tenant.Epoch = epoch;
        return installed;
    }

    /// <summary>Runs tenant.lua.</summary>
    public Task SwitchAsync(RedisTenant tenant, bool frozen, CancellationToken cancellationToken) =>
        RunAsync(tenant, frozen ? "freeze" : "thaw", 0, 0, _options.SlowDeadline, cancellationToken);

    private async Task<(bool Installed, long Epoch)> RunAsync(
        RedisTenant tenant, string action, long closedMs, long mark, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var call = new ScriptCall();
        call.Begin(RedisScripts.Tenant);
        RedisKey.Add(call, tenant, "epoch"u8);
        if (!_connection.IsCluster)
        {
            call.AddKey(_since);
        }

        call.Add(action);
        call.Add(_options.ScriptClockMs);
        call.Add(closedMs);
        call.Add(mark);
        var reply = await _connection.RunAsync(call, deadline, cancellationToken);
        return reply.Length == 17
            ? (reply[0] == 1, (long)BinaryPrimitives.ReadDoubleLittleEndian(reply.AsSpan(9)))
            : throw new ScriptFaultException(RedisScripts.Tenant.Name, "the answer is not our script's");
    }

    public void Dispose()
    {
        _ticker.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task TryOpenAsync(RedisTenant tenant)
    {
        await Task.Yield();
        try
        {
            await OpenAsync(tenant, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The store is going.
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException or IOException or ObjectDisposedException)
        {
            _log.RebuildFailed(fault, tenant.Name);
        }
    }

    private async Task<(long Mark, long Rows)> ReplayAsync(RedisTenant tenant, long after, bool owedOnly, CancellationToken cancellationToken)
    {
        var (mark, rows) = await ReplayAsync(tenant, _ledger.ReadAsync(tenant.Name, after, owedOnly, cancellationToken), cancellationToken);
        return (rows == 0 ? after : mark, rows);
    }

    private async Task<(long Mark, long Rows)> ReplayAsync(RedisTenant tenant, IAsyncEnumerable<LedgerRow> ledger, CancellationToken cancellationToken)
    {
        var call = new ScriptCall();
        var (after, rows) = (0L, 0L);
        await foreach (var row in ledger.WithCancellation(cancellationToken))
        {
            Amount[] actual = [.. row.Actual];
            var reservation = row.ToReservation();
            SettleCall.Write(call, tenant, reservation, SettleAction.Commit, actual, 0, 0, _options.ScriptClockMs);
            var result = SettleCall.Read(await _connection.RunAsync(call, _options.SlowDeadline, cancellationToken), reservation, out _, out _);
            if (result is null)
            {
                throw new ScriptFaultException(RedisScripts.Settle.Name, "the answer is not our script's");
            }

            if (result.State == SettleState.Conflict)
            {
                // It was settled otherwise before, and that counts.
                _ledger.Withdraw(row);
            }
            else
            {
                _ledger.MarkPaid(row);
            }

            after = row.Mark;
            rows++;
        }

        return (after, rows);
    }

    private void Tick()
    {
        var isUp = _connection.State == ScriptConnectionState.Up;
        if (isUp && !_wasUp)
        {
            _ = RevisitAsync();
        }

        _wasUp = isUp;
        if (!isUp)
        {
            return;
        }

        foreach (var (tenant, _) in _owing)
        {
            if (_owing.TryRemove(tenant, out _))
            {
                _ = PayAsync(tenant);
            }
        }
    }

    /// <summary>The server was away: it may have come back without its memory, and another replica may have been there first.</summary>
    private async Task RevisitAsync()
    {
        foreach (var (tenant, _) in _opened)
        {
            Begin(tenant);
            await tenant.Opening;
        }
    }

    private async Task PayAsync(RedisTenant tenant)
    {
        try
        {
            await ReplayAsync(tenant, 0, owedOnly: true, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The store is going; the ledger keeps what is owed.
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException or IOException or ObjectDisposedException)
        {
            _owing[tenant] = true;
            _log.RebuildFailed(fault, tenant.Name);
        }
    }
}
