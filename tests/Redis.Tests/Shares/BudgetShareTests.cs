using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>Reservations of a hot budget that a replica makes in advance: each is one as any other.</summary>
[Collection(RedisCollection.Name)]
public sealed class BudgetShareTests(RedisFixture redis)
{
    private readonly string _space = StoreFixture.NewSpace();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task ApplyAsync_AskedAllTheTime_NeedsFewScriptsAndHoldsExactlyTheCap()
    {
        using var replica = await StartAsync();
        var call = Sharing.Budget(7, 2100);
        var before = replica.Connection.Scripts;
        var ids = new HashSet<Guid>();
        while (await replica.AskAsync(call) is { Reserved: true } readings)
        {
            ids.Add(readings.ReservationId).ShouldBeTrue("each call has a reservation of its own");
            readings.LeaseEnd.ShouldBeInRange(_clock.Milliseconds + (Replica.LeaseMs / 2), _clock.Milliseconds + Replica.LeaseMs);
        }

        ids.Count.ShouldBe(300);
        (ids.Count / (replica.Connection.Scripts - before)).ShouldBeGreaterThanOrEqualTo(3);
        (await replica.LookAsync(call)).Used.ShouldBe(2100);
    }

    [Fact]
    public async Task SettleAsync_OfWhatAShareHeld_IsAsAnyOther()
    {
        using var replica = await StartAsync();
        using var other = await StartAsync();
        var call = Sharing.Budget(10, 10_000);
        var held = await UseAsync(replica, call, 30);
        held.Count(readings => readings.FromShare).ShouldBeGreaterThan(15);

        for (var i = 0; i < held.Count; i++)
        {
            // At any replica, once, and with the costs that it had.
            var action = i % 3 == 0 ? SettleAction.Release : SettleAction.Commit;
            (await other.SettleAsync(held[i], action, 10_000, 10)).State.ShouldBe(SettleState.Applied);
            (await replica.SettleAsync(held[i], action, 10_000, 10)).State.ShouldBe(SettleState.Repeated);
        }

        await replica.Store.EndAsync();
        (await replica.LookAsync(call)).Used.ShouldBe(200, "20 committed, nothing held");
    }

    [Fact]
    public async Task Share_TimeIsOver_IsReleasedAndWhatWasDecidedIsHeld()
    {
        using var replica = await StartAsync();
        var call = Sharing.Budget(10, 10_000);
        await UseAsync(replica, call, 10);
        (await replica.LookAsync(call)).Used.ShouldBeGreaterThan(100);

        _clock.Advance(1_000);
        await replica.Store.IdleAsync();

        (await replica.LookAsync(call)).Used.ShouldBe(100);
    }

    [Fact]
    public async Task Share_ReplicaIsKilled_ComesBackWhenItsLeasesEnd()
    {
        var call = Sharing.Budget(10, 10_000);
        using (var killed = await StartAsync())
        {
            await UseAsync(killed, call, 10);
        }

        using var other = await StartAsync();
        (await other.LookAsync(call)).Used.ShouldBeGreaterThan(100);
        _clock.Advance(Replica.LeaseMs);
        (await other.LookAsync(call)).Used.ShouldBe(0);
    }

    [Fact]
    public async Task ApplyAsync_FromTheApprovalPointOn_IsNotAnsweredOutOfAShare()
    {
        using var replica = await StartAsync();
        var call = Sharing.Budget(10, 1_000, approveAt: 500);
        var held = 0;
        while (await replica.AskAsync(call) is { Reserved: true })
        {
            held++;
        }

        held.ShouldBe(50);
        var readings = await replica.AskAsync(call);
        (readings.FromShare, readings[1].State, readings.Severity).ShouldBe((false, CounterState.Approve, Verdict.RequireApproval));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(6, true)]
    [InlineData(4, false)]
    [InlineData(11, false)]
    public async Task ApplyAsync_AnotherCost_TakesWhatIsNotMuchTooLarge(long cost, bool fromShare)
    {
        using var replica = await StartAsync();
        var call = Sharing.Budget(10, 10_000);
        await UseAsync(replica, call, 10);

        (await replica.AskAsync(call with { Cost = cost })).FromShare.ShouldBe(fromShare);
    }

    [Fact]
    public async Task ApplyAsync_LimitAndBudgetTogether_AreTakenOfBothOrOfNeither()
    {
        using var replica = await StartAsync();
        var (hit, call) = (Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000), Sharing.Budget(10, 300));
        var held = 0;
        while (await replica.AskAsync(hit, call) is { Reserved: true })
        {
            held++;
        }

        held.ShouldBe(30);
        await replica.Store.EndAsync();
        (await replica.LookAsync(hit)).Used.ShouldBe(31, "30 calls and the one that the budget denied");
    }

    [Fact]
    public async Task ApplyAsync_WhatMayNotGoOn_HoldsNothing()
    {
        using var replica = await StartAsync();
        var call = Sharing.Budget(10, 10_000);
        await UseAsync(replica, call, 10);
        var batch = new CounterBatch { Tenant = "acme" };
        batch.Add(Operation.Of(CounterKind.KillSwitch, "", ""));
        batch.Add(call);

        var readings = await replica.Store.ApplyAsync(batch.Holding(Guid.NewGuid(), Replica.LeaseMs).Judged(Verdict.RequireApproval), CancellationToken.None);

        (readings.FromShare, readings.Reserved).ShouldBe((false, false));
    }

    private static async Task<List<CounterReadings>> UseAsync(Replica replica, CounterOperation call, int times)
    {
        var held = new List<CounterReadings>();
        for (var i = 0; i < times; i++)
        {
            held.Add(await replica.AskAsync(call));
            held[^1].Reserved.ShouldBeTrue();
        }

        return held;
    }

    private Task<Replica> StartAsync() => Replica.StartAsync(redis, _space, _clock);
}
