using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Harness;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests;

/// <summary>More leases that end at once than a batch clears away.</summary>
[Collection(RedisCollection.Name)]
public sealed class SweepTests(RedisFixture redis)
{
    private readonly string _space = StoreFixture.NewSpace();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task ApplyAsync_ManyLeasesEndedAtOnce_AreAllGivenBackOffThePath()
    {
        using var store = redis.Create(new RedisStoreOptions { KeySpace = _space, ScriptClock = _clock, Recover = RecoverRule.AcceptOverrun });
        await store.OpenAsync("acme", CancellationToken.None);
        for (var lease = 0; lease < 500; lease++)
        {
            (await Apply(store, cost: 1, leaseMs: 1_000)).Reserved.ShouldBeTrue();
        }

        _clock.Advance(1_000);
        var first = await Apply(store, cost: 0, leaseMs: 0);
        first[0].Used.ShouldBe(500 - (64 / 2), "what a batch clears away is shared by its budgets; the rest counts as held");

        // Not one further batch: only the sweep can be it.
        var leases = $"{_space}:{{acme}}:leases:*";
        await Eventually.TrueAsync(async () => (await Keys.AllAsync(redis.Server, leases)).Length == 0, "every lease is swept");
        var after = await Apply(store, cost: 0, leaseMs: 0);
        (after[0].Used, after[1].Used).ShouldBe((0, 0));
    }

    private static async Task<CounterReadings> Apply(RedisCounterStore store, long cost, long leaseMs)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        batch.Holding(Guid.NewGuid(), leaseMs);
        batch.Add(Operation.Reserve(cost, 1_000));
        batch.Add(Operation.Reserve(cost, 1_000, "department"));
        return await store.ApplyAsync(batch, CancellationToken.None);
    }
}
