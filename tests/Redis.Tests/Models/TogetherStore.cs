using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests.Models;

/// <summary>Sends each batch in a script of several, between two that have nothing to do with it.</summary>
internal sealed class TogetherStore(RedisCounterStore store) : ICounterStore
{
    public static ICounterStore Create(StoreFixture redis, TimeProvider clock)
    {
        var shared = redis.Create(new RedisStoreOptions { ScriptClock = clock, Recover = RecoverRule.AcceptOverrun });
        return new OpeningStore(shared, new TogetherStore(shared));
    }

    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        await store.ApplyAsync([Other(batch.Tenant), batch, Other(batch.Tenant)], cancellationToken);
        return batch.Readings;
    }

    public ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken) =>
        store.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);

    public ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken) => store.ResetStrikesAsync(tenant, descriptor, cancellationToken);

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => store.CommittedAsync(batch, cancellationToken);

    public ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken) => store.SetKillSwitchAsync(tenant, frozen, cancellationToken);

    private static CounterBatch Other(string tenant)
    {
        var batch = new CounterBatch { Tenant = tenant };
        batch.Add(Operation.Strike(Guid.NewGuid().ToString()) with { Descriptor = "somebody else" });
        return batch;
    }
}
