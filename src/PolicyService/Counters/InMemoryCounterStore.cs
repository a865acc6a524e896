using System.Collections.Concurrent;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// The embedded store: counters of one process, gone when it ends, and the model that other stores are tested against. For one replica only. Every call
/// is answered at once, under its tenant's lock.
/// </summary>
internal sealed class InMemoryCounterStore : ICounterStore, IDisposable
{
    /// <summary>How often what has expired is forgotten where no batch comes by.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, TenantCounters> _tenants = new(StringComparer.Ordinal);
    private readonly CounterStoreLimits _limits;
    private readonly EntrySlots _slots;
    private readonly TimeProvider _clock;
    private readonly SwitchFolder? _switches;
    private readonly ITimer _sweeper;

    public InMemoryCounterStore(TimeProvider clock, CounterStoreLimits? limits = null, SwitchFolder? switches = null)
    {
        _switches = switches;
        _clock = clock;
        _limits = limits ?? new CounterStoreLimits();
        _slots = new EntrySlots(_limits.Entries);
        _sweeper = clock.CreateTimer(static store => ((InMemoryCounterStore)store!).Sweep(), this, SweepInterval, SweepInterval);
    }

    /// <summary>Counters and live reservations held now.</summary>
    public int Entries => _slots.Taken;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        Of(batch.Tenant).Apply(batch, Now);
        return ValueTask.FromResult(batch.Readings);
    }

    public ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Of(reservation.Tenant).Settle(reservation, action, actual.Span, leaseMs, Now));

    public ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken)
    {
        var batch = StrikesReset.BatchOf(tenant, descriptor);
        Of(tenant).Apply(batch, Now);
        return ValueTask.FromResult(StrikesReset.Of(batch.Readings));
    }

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => ValueTask.FromResult<long[]?>(Of(batch.Tenant).Committed(batch));

    public ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken)
    {
        _switches?.Set(tenant, frozen);
        Of(tenant).Freeze(frozen);
        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets what has expired, of every tenant.</summary>
    public void Sweep()
    {
        foreach (var (_, tenant) in _tenants)
        {
            tenant.Sweep(Now);
        }
    }

    public void Dispose() => _sweeper.Dispose();

    // A tenant is never let go: there are as many as policies.
    private TenantCounters Of(string tenant) => _tenants.TryGetValue(tenant, out var known)
        ? known
        : _tenants.GetOrAdd(tenant, static (name, store) => new TenantCounters(store._slots, store._limits, store._switches?.IsFrozen(name) == true), this);
}
