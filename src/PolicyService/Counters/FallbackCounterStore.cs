using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Shared counters, and while they do not answer, bounded ones of this process for the operations whose outage rule is local. Each such reading says that it
/// is local; the others stay without an answer. Local counters begin at zero, hold for this replica only and are never added to the shared ones.
/// </summary>
internal sealed class FallbackCounterStore(ICounterStore shared, ConnectionMetrics metrics, TimeProvider time) : ICounterStore, IDisposable
{
    /// <summary>Reservations held locally that are remembered, so that their settle reaches the local budget too. Beyond, such budgets deny.</summary>
    private const int MostHeld = 10_000;

    private static readonly CounterStoreLimits Limits = new() { Entries = 100_000, EntriesPerTenant = 50_000, RequestsPerTenant = 1, SettledPerTenant = MostHeld };

    private readonly InMemoryCounterStore _local = new(time, Limits);
    private readonly ConcurrentDictionary<string, bool> _killSwitches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, long> _held = new();
    private readonly ConcurrentQueue<LocalBatch> _spare = new();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        var readings = await shared.ApplyAsync(batch, cancellationToken);
        if (!readings.Unavailable)
        {
            RememberKillSwitch(batch);
            return readings;
        }

        var local = _spare.TryDequeue(out var spare) ? spare : new LocalBatch();
        local.Take(batch, takesBudgets: HasRoom());
        if (local.Batch.Count > 0)
        {
            // At once: this store never waits.
            await _local.ApplyAsync(local.Batch, cancellationToken);
        }

        local.GiveTo(batch);
        ReadKillSwitch(batch);
        if (readings.Reserved)
        {
            _held[batch.ReservationId] = readings.LeaseEnd;
        }

        Count(batch);
        _spare.Enqueue(local);
        return readings;
    }

    public async ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken)
    {
        if (_held.ContainsKey(reservation.Id))
        {
            await _local.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);
        }

        return await shared.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);
    }

    /// <summary>Those that this process counted while the shared ones did not answer are forgotten with them.</summary>
    public async ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken)
    {
        var reset = await shared.ResetStrikesAsync(tenant, descriptor, cancellationToken);
        if (reset.IsDone)
        {
            await _local.ResetStrikesAsync(tenant, descriptor, cancellationToken);
        }

        return reset;
    }

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => shared.CommittedAsync(batch, cancellationToken);

    public async ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken)
    {
        await shared.SetKillSwitchAsync(tenant, frozen, cancellationToken);
        _killSwitches[tenant] = frozen;
    }

    public void Dispose() => _local.Dispose();

    /// <summary>What a replica has read last holds while it cannot read. One that has never read it does not know, and denies.</summary>
    private void RememberKillSwitch(CounterBatch batch)
    {
        if (batch.Count == 0 || batch.Operations[0].Kind != CounterKind.KillSwitch || batch.Readings.Repeated || batch.Readings.RequestIdReused || batch.Readings.FromShare)
        {
            return;
        }

        var frozen = batch.Readings[0].State == CounterState.Over;
        if (!_killSwitches.TryGetValue(batch.Tenant, out var known) || known != frozen)
        {
            _killSwitches[batch.Tenant] = frozen;
        }
    }

    private void ReadKillSwitch(CounterBatch batch)
    {
        if (batch.Count > 0 && batch.Operations[0] is { Kind: CounterKind.KillSwitch, Outage: OutageRule.Local } && _killSwitches.TryGetValue(batch.Tenant, out var frozen))
        {
            batch.Readings[0] = new CounterReading { State = frozen ? CounterState.Over : CounterState.Ok, Local = true };
            batch.Readings.Severity = batch.Readings.Severity.Or(frozen ? Verdict.Deny : Verdict.None);
        }
    }

    private bool HasRoom()
    {
        if (_held.Count < MostHeld)
        {
            return true;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (id, leaseEnd) in _held)
        {
            if (leaseEnd < now)
            {
                _held.TryRemove(id, out _);
            }
        }

        return _held.Count < MostHeld;
    }

    private void Count(CounterBatch batch)
    {
        var (local, allowed, denied) = (0, 0, 0);
        var operations = batch.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            local += batch.Readings[i].Local ? 1 : 0;
            allowed += !batch.Readings[i].Local && operations[i].Outage == OutageRule.Allow ? 1 : 0;
            denied += !batch.Readings[i].Local && operations[i].Outage != OutageRule.Allow ? 1 : 0;
        }

        metrics.FellBack(local, allowed, denied);
    }
}
