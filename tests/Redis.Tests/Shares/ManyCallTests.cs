using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>Several calls in one script: each is by itself, in their order.</summary>
[Collection(RedisCollection.Name)]
public sealed class ManyCallTests(RedisFixture redis)
{
    private readonly string _space = StoreFixture.NewSpace();

    [Fact]
    public async Task ApplyAsync_ABudgetForTwoOfThree_IsHeldByTheFirstTwo()
    {
        using var store = await OpenAsync();
        CounterBatch[] batches = [Holding(4), Holding(5), Holding(3)];

        await store.ApplyAsync(batches, CancellationToken.None);

        batches.Select(batch => batch.Readings.Reserved).ShouldBe([true, true, false]);
        batches.Select(batch => batch.Readings[0].Used).ShouldBe([0, 4, 9]);
    }

    [Fact]
    public async Task ApplyAsync_OneWithAForeignValue_FailsAloneAndChangesNothing()
    {
        using var store = await OpenAsync();
        await store.ApplyAsync([Holding(4)], CancellationToken.None);
        var key = (await Keys.AllAsync(redis.Server, $"{_space}:*budget*")).Single();
        await redis.Server.CommandAsync("SET", key.Replace("005:daily", "005:wrong", StringComparison.Ordinal), "somebody's");
        CounterBatch[] batches = [Holding(1), Holding(1, "wrong"), Holding(1)];

        await store.ApplyAsync(batches, CancellationToken.None);

        batches.Select(batch => batch.Readings.Unavailable).ShouldBe([false, true, false]);
        batches[2].Readings[0].Used.ShouldBe(5);
    }

    [Fact]
    public async Task ApplyAsync_SixtyFourCallersOfOneTenantAtOnce_AreAdmittedExactlyTheLimitInFewerScripts()
    {
        var connection = new CountedConnection(redis.Connection);
        using var store = await OpenAsync(connection);
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1_000, RateRule.LongestWindowMs);
        var before = connection.Scripts;
        var admitted = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (var i = 0; i < 20; i++)
            {
                // A strike is nothing that a share could answer.
                var batch = new CounterBatch { Tenant = "acme" };
                batch.Add(hit);
                batch.Add(Operation.Strike("", CounterWrite.No));
                var readings = await store.ApplyAsync(batch, CancellationToken.None);
                readings.Unavailable.ShouldBeFalse();
                count += readings.Severity == Verdict.Allow ? 1 : 0;
            }

            return count;
        })));

        admitted.Sum().ShouldBe(1_000);
        (connection.Scripts - before).ShouldBeLessThan(64 * 20);
    }

    private static CounterBatch Holding(long cost, string name = "daily")
    {
        var batch = new CounterBatch { Tenant = "acme" };
        batch.Add(Operation.Reserve(cost, 10, name));
        return batch.Holding(Guid.NewGuid());
    }

    private async Task<RedisCounterStore> OpenAsync(IScriptConnection? connection = null)
    {
        var store = redis.Create(new RedisStoreOptions { KeySpace = _space, Recover = RecoverRule.AcceptOverrun }, connection: connection);
        await store.OpenAsync("acme", CancellationToken.None);
        return store;
    }
}
