using System.Collections.Concurrent;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Counters.Shares;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>Redis as a policy has it in which every limit and budget has a share.</summary>
internal sealed class WithShares(SharingCounterStore store) : ICounterStore, IDisposable
{
    private static readonly ShareRule Share = new(500, 1_000);

    private readonly ConcurrentDictionary<RateRule, RateRule> _rates = new();
    private readonly ConcurrentDictionary<BudgetRule, BudgetRule> _budgets = new();

    public static ICounterStore Create(StoreFixture redis, TimeProvider clock)
    {
        var shared = redis.Create(new RedisStoreOptions { ScriptClock = clock, Recover = RecoverRule.AcceptOverrun });
        return new OpeningStore(shared, new WithShares(new SharingCounterStore(shared, new ConnectionMetrics(), clock, NullLogger<SharingCounterStore>.Instance)));
    }

    public ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        foreach (ref var operation in batch.Operations)
        {
            // The same rule each time, as a policy has it.
            operation.Rate = operation.Rate is { } rate ? _rates.GetOrAdd(rate, static rule => rule with { Share = Share }) : null;
            operation.Budget = operation.Budget is { } budget ? _budgets.GetOrAdd(budget, static rule => rule with { Share = Share }) : null;
        }

        return store.ApplyAsync(batch, cancellationToken);
    }

    public ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken) =>
        store.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);

    public ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken) => store.ResetStrikesAsync(tenant, descriptor, cancellationToken);

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => store.CommittedAsync(batch, cancellationToken);

    public ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken) => store.SetKillSwitchAsync(tenant, frozen, cancellationToken);

    public void Dispose() => store.Dispose();
}
