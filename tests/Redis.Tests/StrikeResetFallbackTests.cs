using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests;

/// <summary>Strikes that this process counted while Redis was away are forgotten with the shared ones, and a reset that Redis did not hear of is not said to be done.</summary>
[Collection(RedisCollection.Name)]
public sealed class StrikeResetFallbackTests(RedisFixture redis)
{
    [Fact]
    public async Task ResetStrikesAsync_StrikesOfAnOutage_AreForgottenToo()
    {
        var clock = new ManualClock();
        var connection = new BrokenConnection(redis.Connection);
        using var shared = redis.Create(new RedisStoreOptions { ScriptClock = clock, Recover = RecoverRule.AcceptOverrun }, null, clock, connection);
        using var metrics = new ConnectionMetrics();
        using var store = new FallbackCounterStore(shared, metrics, clock);
        (await StrikeAsync(store, "m1")).Used.ShouldBe(1);
        connection.IsBroken = true;
        (await StrikeAsync(store, "m2")).ShouldBe(new CounterReading { State = CounterState.Ok, Used = 1, Remaining = 2, Written = true, Local = true });

        (await store.ResetStrikesAsync("acme", "session", CancellationToken.None)).IsDone.ShouldBeFalse();
        (await StrikeAsync(store, "m3")).Used.ShouldBe(2);
        connection.IsBroken = false;
        (await store.ResetStrikesAsync("acme", "session", CancellationToken.None)).ShouldBe(new StrikesReset(IsDone: true, Any: true, 0));

        (await StrikeAsync(store, "m4")).Used.ShouldBe(1);
        connection.IsBroken = true;
        (await StrikeAsync(store, "m5")).Used.ShouldBe(1);
    }

    private static async Task<CounterReading> StrikeAsync(FallbackCounterStore store, string message)
    {
        var batch = new CounterBatch { Tenant = "acme" };
        batch.Add(Operation.Strike(message) with { Name = StrikeRules.CounterName, Outage = OutageRule.Local });
        return (await store.ApplyAsync(batch, CancellationToken.None))[0];
    }
}
