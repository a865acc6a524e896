using System.Buffers.Binary;
using System.Collections.Concurrent;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>
/// Gives a tenant its epoch, off the path: replays the ledger's commits, each once by its reservation's id, and installs the epoch if nobody else has.
/// Replicas may do so at the same time, and one may die in the middle of it: what was replayed is not replayed again.
/// </summary>
internal sealed class ColdStart : IDisposable
{
    private static readonly TimeSpan PayInterval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RedisTenant, bool> _owing = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IScriptConnection _connection;
    private readonly RedisStoreOptions _options;
    private readonly ILedger _ledger;
    private readonly ILogger _log;
    private readonly ITimer _payer;

    public ColdStart(IScriptConnection connection, RedisStoreOptions options, ILedger ledger, TimeProvider time, ILogger log)
    {
        _connection = connection;
        _options = options;
        _ledger = ledger;
        _log = log;
        _payer = time.CreateTimer(static self => ((ColdStart)self!).PayAll(), this, PayInterval, PayInterval);
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
        if (await RunAsync(tenant, "look", "", cancellationToken) is { Epoch: > 0 })
        {
            await ReplayAsync(tenant, 0, owedOnly: true, cancellationToken);
            return;
        }

        var (mark, rows) = await ReplayAsync(tenant, 0, owedOnly: false, cancellationToken);
        if (_ledger.IsFrozen(tenant.Name))
        {
            await RunAsync(tenant, "freeze", "", cancellationToken);
        }

        await RunAsync(tenant, "install", mark.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);

        // What was settled meanwhile came to the counters by itself, or is owed to them.
        var (_, later) = await ReplayAsync(tenant, mark, owedOnly: true, cancellationToken);
        _log.Rebuilt(tenant.Name, rows + later, ClosedMs);
    }

    /// <summary>Runs tenant.lua.</summary>
    public async Task<(bool Installed, long Epoch)> RunAsync(RedisTenant tenant, string action, string mark, CancellationToken cancellationToken)
    {
        var call = new ScriptCall();
        call.Begin(RedisScripts.Tenant);
        RedisKey.Add(call, tenant, "epoch"u8);
        call.Add(action);
        call.Add(_options.ScriptClockMs);
        call.Add(ClosedMs);
        call.Add(mark);
        var reply = await _connection.RunAsync(call, _options.SlowDeadline, cancellationToken);
        return reply.Length == 17
            ? (reply[0] == 1, (long)BinaryPrimitives.ReadDoubleLittleEndian(reply.AsSpan(9)))
            : throw new ScriptFaultException(RedisScripts.Tenant.Name, "the answer is not our script's");
    }

    public void Dispose()
    {
        _payer.Dispose();
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
        var call = new ScriptCall();
        var rows = 0L;
        await foreach (var row in _ledger.ReadAsync(tenant.Name, after, owedOnly, cancellationToken))
        {
            Amount[] actual = [.. row.Actual];
            SettleCall.Write(call, tenant, row.ToReservation(), SettleAction.Commit, actual, 0, 0, _options.ScriptClockMs);
            await _connection.RunAsync(call, _options.SlowDeadline, cancellationToken);
            if (row.IsOwed)
            {
                _ledger.MarkPaid(row);
            }

            after = row.Mark;
            rows++;
        }

        return (after, rows);
    }

    private void PayAll()
    {
        if (_connection.State != ScriptConnectionState.Up)
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
