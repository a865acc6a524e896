using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>
/// Counters that replicas share: one script per decision, atomic over all of a tenant's keys, which are one slot of a cluster. The same answers as
/// <see cref="InMemoryCounterStore"/>, the model. Without an answer in time every reading is <see cref="CounterState.Unavailable"/>.
/// </summary>
internal sealed class RedisCounterStore : ICounterStore, IDisposable
{
    private readonly ConcurrentDictionary<string, RedisTenant> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ScriptCall> _spare = new();
    private readonly IScriptConnection _connection;
    private readonly RedisStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILedger _ledger;
    private readonly ColdStart _coldStart;
    private readonly LeaseSweeper _sweeper;
    private readonly ILogger<RedisCounterStore> _log;

    public RedisCounterStore(IScriptConnection connection, RedisStoreOptions options, ILedger ledger, TimeProvider time, ILogger<RedisCounterStore> log)
    {
        _connection = connection;
        _options = options;
        _ledger = ledger;
        _time = time;
        _log = log;
        _coldStart = new ColdStart(connection, options, ledger, time, log);
        _sweeper = new LeaseSweeper(connection, options, log);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Makes sure of a tenant's epoch before its first call, and applies what the ledger owes it. Throws <see cref="StoreUnavailableException"/> when there
    /// is no answer, and <see cref="ScriptFaultException"/> when the server may not be used: its maxmemory-policy is not noeviction, or it may not be read.
    /// </summary>
    public Task OpenAsync(string tenant, CancellationToken cancellationToken) => _coldStart.OpenAsync(Of(tenant), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        var readings = batch.Readings;
        readings.Clear();
        readings.ReservationId = batch.ReservationId;
        var tenant = Of(batch.Tenant);
        var call = Rent();
        try
        {
            var status = await RunAsync(tenant, call, batch, _options.Deadline, cancellationToken);
            if (status == ScriptStatus.Cold)
            {
                status = await OpenNowAsync(tenant, call, batch, cancellationToken);
            }

            if (status is ScriptStatus.Cold or ScriptStatus.Late or ScriptStatus.Malformed)
            {
                MarkUnavailable(batch);
            }
        }
        catch (StoreUnavailableException)
        {
            MarkUnavailable(batch);
        }
        catch (ScriptFaultException fault)
        {
            _log.ScriptFaulted(fault, batch.Tenant);
            MarkUnavailable(batch);
        }
        finally
        {
            _spare.Enqueue(call);
        }

        return readings;
    }

    /// <summary>
    /// Applies batches of one tenant, one after the other, in one script. Off the path: it waits as settles do. Without an answer all of their readings are
    /// <see cref="CounterState.Unavailable"/>.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<CounterBatch> batches, CancellationToken cancellationToken)
    {
        var tenant = Of(batches[0].Tenant);
        var sent = Now;
        var calls = new ScriptCall[batches.Count];
        for (var i = 0; i < calls.Length; i++)
        {
            var readings = batches[i].Readings;
            readings.Clear();
            readings.ReservationId = batches[i].ReservationId;
            BatchCall.Write(calls[i] = new ScriptCall(), tenant, batches[i], NotAfter(tenant, sent, _options.SlowDeadline), _options.ScriptClockMs);
        }

        try
        {
            var answers = ManyCall.Split(await _connection.RunAsync(ManyCall.Of(calls), _options.SlowDeadline, cancellationToken), calls.Length);
            for (var i = 0; i < calls.Length; i++)
            {
                if (answers[i] is not { } answer || Take(tenant, batches[i], answer, sent) is ScriptStatus.Cold or ScriptStatus.Late or ScriptStatus.Malformed)
                {
                    MarkUnavailable(batches[i]);
                }
            }
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException)
        {
            foreach (var batch in batches)
            {
                MarkUnavailable(batch);
            }
        }
    }

    /// <summary>The epoch of the tenant's last answer; 0 before one, and while there is none.</summary>
    public long SeenEpoch(string tenant) => Of(tenant).Seen;

    public async ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken)
    {
        if (action is not (SettleAction.Commit or SettleAction.Release or SettleAction.Renew))
        {
            return new SettleResult(SettleState.Conflict, 0, []);
        }

        // Spend is real whether or not the server can be told. So it is kept first: wherever this process dies, the next one brings it, and it counts once.
        var row = action == SettleAction.Commit ? _ledger.Append(LedgerRow.Of(reservation, actual.Span, Now)) : null;
        SettleResult? result = null;
        try
        {
            result = await TrySettleAsync(reservation, action, actual, leaseMs, cancellationToken);
        }
        finally
        {
            if (row is not null)
            {
                Close(row, result?.State ?? SettleState.None);
            }
        }

        return result ?? new SettleResult(SettleState.None, 0, []);
    }

    private void Close(LedgerRow row, SettleState state)
    {
        switch (state)
        {
            case SettleState.Applied or SettleState.Late:
                _ledger.MarkPaid(row);
                break;
            case SettleState.None:
                _ledger.MarkOwed(row);
                _coldStart.PayLater(Of(row.Tenant));
                break;
            default:
                // It was settled before: who did that has kept it.
                _ledger.Withdraw(row);
                break;
        }
    }

    public async ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken) =>
        StrikesReset.Of(await ApplyAsync(StrikesReset.BatchOf(tenant, descriptor), cancellationToken));

    public async ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        var tenant = Of(batch.Tenant);
        var committed = new long[batch.Count];
        var asked = Enumerable.Range(0, batch.Count).Where(index => batch.Operations[index].Kind == CounterKind.Reserve).ToArray();
        if (asked.Length == 0)
        {
            return committed;
        }

        var call = new ScriptCall();
        call.Begin(RedisScripts.Spent);
        foreach (var index in asked)
        {
            var operation = batch.Operations[index];
            RedisKey.Add(call, tenant, "budget"u8, operation.Name, operation.Descriptor, Windows.Pick(operation.Window, batch.Readings.Now).Start);
        }

        try
        {
            var reply = await _connection.RunAsync(call, _options.SlowDeadline, cancellationToken);
            if (reply.Length != asked.Length * sizeof(double))
            {
                _log.ReplyMalformed(batch.Tenant);
                return null;
            }

            for (var place = 0; place < asked.Length; place++)
            {
                committed[asked[place]] = Math.Max(0, BatchReply.Number(reply.AsSpan(place * sizeof(double))));
            }

            return committed;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
        catch (ScriptFaultException fault)
        {
            _log.ScriptFaulted(fault, batch.Tenant);
            return null;
        }
    }

    /// <summary>Kept in the ledger first: a server that loses its memory must not thaw a tenant. Throws as <see cref="OpenAsync"/> does.</summary>
    public async ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken)
    {
        _ledger.SetFrozen(tenant, frozen);
        await _coldStart.SwitchAsync(Of(tenant), frozen, cancellationToken);
    }

    public void Dispose()
    {
        _coldStart.Dispose();
        _sweeper.Dispose();
    }

    private async ValueTask<SettleResult?> TrySettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken)
    {
        var tenant = Of(reservation.Tenant);
        var call = Rent();
        try
        {
            var sent = Now;
            SettleCall.Write(call, tenant, reservation, action, actual.Span, leaseMs, NotAfter(tenant, sent, _options.SlowDeadline), _options.ScriptClockMs);
            var reply = await RunAsync(tenant, call, _options.SlowDeadline, cancellationToken);
            var result = SettleCall.Read(reply, reservation, out var status, out var time);
            Learn(tenant, status, sent, time);
            return result;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
        catch (ScriptFaultException fault)
        {
            _log.ScriptFaulted(fault, reservation.Tenant);
            return null;
        }
        finally
        {
            _spare.Enqueue(call);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ScriptStatus> RunAsync(RedisTenant tenant, ScriptCall call, CounterBatch batch, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var sent = Now;
        BatchCall.Write(call, tenant, batch, NotAfter(tenant, sent, deadline), _options.ScriptClockMs);
        tenant.Joins |= SharedOperations.Any(batch);
        var reply = await RunAsync(tenant, call, deadline, cancellationToken);
        return Take(tenant, batch, reply, sent);
    }

    private ValueTask<byte[]> RunAsync(RedisTenant tenant, ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken) =>
        tenant is { Joins: true, Joined: { } joined } ? joined.RunAsync(call, deadline, cancellationToken) : _connection.RunAsync(call, deadline, cancellationToken);

    /// <summary>Reads an answer into the batch, and what it says of the tenant.</summary>
    private ScriptStatus Take(RedisTenant tenant, CounterBatch batch, ReadOnlySpan<byte> reply, long sent)
    {
        var status = BatchReply.Read(reply, batch, out var answer);
        Learn(tenant, status, sent, answer.Time);
        if (status is ScriptStatus.Done or ScriptStatus.Cold)
        {
            tenant.Seen = answer.Epoch;
        }

        if (status == ScriptStatus.Done && answer.Epoch != tenant.Epoch)
        {
            // Another replica gave the tenant a new epoch: what our ledger has is not in it yet.
            _coldStart.Begin(tenant);
        }

        if (answer.MoreToSweep)
        {
            _sweeper.Begin(tenant, batch);
        }

        return status;
    }

    /// <summary>
    /// A tenant of which our ledger has never heard has nothing to be rebuilt from here: it gets its epoch now, and the call its answer, within the same
    /// deadline. Any other is rebuilt off the path, and this call stays without an answer.
    /// </summary>
    private async ValueTask<ScriptStatus> OpenNowAsync(RedisTenant tenant, ScriptCall call, CounterBatch batch, CancellationToken cancellationToken)
    {
        if (!_ledger.IsNew(tenant.Name))
        {
            _coldStart.Begin(tenant);
            return ScriptStatus.Cold;
        }

        var begun = Stopwatch.GetTimestamp();
        await _coldStart.InstallAsync(tenant, 0, isNew: true, _options.Deadline, cancellationToken);
        var left = _options.Deadline - Stopwatch.GetElapsedTime(begun);
        return left > TimeSpan.Zero ? await RunAsync(tenant, call, batch, left, cancellationToken) : ScriptStatus.Cold;
    }

    /// <summary>No answer: every operation has none, and its gate counts as not passed.</summary>
    private void MarkUnavailable(CounterBatch batch)
    {
        var readings = batch.Readings;
        readings.Clear();
        readings.Now = Now;
        readings.ReservationId = batch.ReservationId;
        readings.Unavailable = true;
        readings.Severity = batch.Severity;
        var operations = batch.Operations;
        for (var index = 0; index < operations.Length; index++)
        {
            readings[index].State = CounterState.Unavailable;
            readings.Severity = readings.Severity.Or(BatchApplication.GateOf(operations[index], CounterState.Unavailable));
        }
    }

    private void Learn(RedisTenant tenant, ScriptStatus status, long sent, long time)
    {
        if (status == ScriptStatus.Malformed)
        {
            _log.ReplyMalformed(tenant.Name);
        }
        else
        {
            tenant.Learn(sent, time, isLate: status == ScriptStatus.Late);
        }
    }

    // A clock of tests has nothing to do with the server's.
    private long NotAfter(RedisTenant tenant, long now, TimeSpan deadline) => _options.ScriptClock is null ? tenant.NotAfter(now, deadline) : 0;

    private ScriptCall Rent() => _spare.TryDequeue(out var call) ? call : new ScriptCall();

    // A tenant is never let go: there are as many as policies.
    private RedisTenant Of(string tenant) => _tenants.TryGetValue(tenant, out var known)
        ? known
        : _tenants.GetOrAdd(tenant, static (name, store) => new RedisTenant(store._options.KeySpace, name) { Joined = new JoinedCalls(store._connection) }, this);
}
