using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>Opens each tenant before its first call, as the host does for the tenants of its policies.</summary>
/// <param name="shared">The store that is opened.</param>
/// <param name="front">What is asked, when that is another before it.</param>
internal sealed class OpeningStore(RedisCounterStore shared, ICounterStore? front = null) : ICounterStore, IDisposable
{
    private readonly ICounterStore _store = front ?? shared;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        await OpenAsync(batch.Tenant, cancellationToken);
        return await _store.ApplyAsync(batch, cancellationToken);
    }

    public async ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken)
    {
        await OpenAsync(reservation.Tenant, cancellationToken);
        return await _store.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);
    }

    public async ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken)
    {
        await OpenAsync(tenant, cancellationToken);
        return await _store.ResetStrikesAsync(tenant, descriptor, cancellationToken);
    }

    public async ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        await OpenAsync(batch.Tenant, cancellationToken);
        return await _store.CommittedAsync(batch, cancellationToken);
    }

    public async ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken)
    {
        await OpenAsync(tenant, cancellationToken);
        await _store.SetKillSwitchAsync(tenant, frozen, cancellationToken);
    }

    public void Dispose()
    {
        (front as IDisposable)?.Dispose();
        shared.Dispose();
    }

    private async ValueTask OpenAsync(string tenant, CancellationToken cancellationToken)
    {
        if (_open.Add(tenant))
        {
            await shared.OpenAsync(tenant, cancellationToken);
        }
    }
}
