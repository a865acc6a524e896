using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>Hits of a hot limit that a replica takes in advance.</summary>
[Collection(RedisCollection.Name)]
public sealed class RateShareTests(RedisFixture redis)
{
    private readonly string _space = StoreFixture.NewSpace();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task ApplyAsync_LittleAsked_IsDecidedByTheServerEachTime()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        for (var i = 0; i < 20; i++)
        {
            (await replica.AskAsync(hit)).FromShare.ShouldBeFalse();
            _clock.Advance(500);
        }

        (await replica.LookAsync(hit)).Used.ShouldBe(20);
    }

    [Theory]
    [InlineData(RateAlgorithm.Fixed)]
    [InlineData(RateAlgorithm.Sliding)]
    public async Task ApplyAsync_AskedAllTheTime_NeedsFewScriptsAndAdmitsExactlyTheLimit(RateAlgorithm algorithm)
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(algorithm, 1000, 60_000);
        var before = replica.Connection.Scripts;
        var admitted = 0;
        while ((await replica.AskAsync(hit)).Severity == Verdict.Allow)
        {
            admitted++;
        }

        admitted.ShouldBe(1000);
        (admitted / (replica.Connection.Scripts - before)).ShouldBeGreaterThanOrEqualTo(3);
        (await replica.LookAsync(hit)).Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task ApplyAsync_OutOfAShare_ReadsWhatIsLeftInAll()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 100, 60_000);
        for (var left = 99; left >= 80; left--)
        {
            var readings = await replica.AskAsync(hit);
            readings[0].State.ShouldBe(CounterState.Ok);
            (readings[1].State, readings[1].Remaining, readings[1].Used, readings[1].ResetAt).ShouldBe((CounterState.Ok, left, 100 - left, _clock.Milliseconds + 60_000));
            readings.Now.ShouldBe(_clock.Milliseconds);
        }
    }

    [Fact]
    public async Task Share_TimeIsOver_IsGivenBack()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Sliding, 1000, 60_000);
        await UseAsync(replica, hit, 10);
        (await replica.LookAsync(hit)).Used.ShouldBeGreaterThan(10);

        _clock.Advance(1_000);
        await replica.Store.IdleAsync();

        (await replica.LookAsync(hit)).Used.ShouldBe(10);
        (await replica.AskAsync(hit)).FromShare.ShouldBeFalse();
    }

    [Fact]
    public async Task EndAsync_AShareIsLeft_IsGivenBackAtOnce()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        await UseAsync(replica, hit, 10);

        await replica.Store.EndAsync();

        (await replica.LookAsync(hit)).Used.ShouldBe(10);
        (await replica.AskAsync(hit)).FromShare.ShouldBeFalse("no more is taken");
    }

    [Theory]
    [InlineData(RateAlgorithm.Fixed)]
    [InlineData(RateAlgorithm.Sliding)]
    public async Task Share_WindowEnds_IsNotUsedInTheNext(RateAlgorithm algorithm)
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(algorithm, 100, 2_000, forMs: 10_000);
        await UseAsync(replica, hit, 6);

        _clock.Advance(2_000);

        (await replica.AskAsync(hit)).FromShare.ShouldBeFalse();
    }

    [Fact]
    public async Task SetKillSwitch_AtThisReplica_HoldsAtTheNextCall()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        await UseAsync(replica, hit, 10);

        await replica.Store.SetKillSwitchAsync("acme", true, CancellationToken.None);

        (await replica.AskAsync(hit))[0].State.ShouldBe(CounterState.Over);
        (await replica.LookAsync(hit)).Used.ShouldBe(11, "the share was given back; the frozen call's hit counts as always");
    }

    [Fact]
    public async Task SetKillSwitch_AtAnotherReplica_HoldsWhenTheShareEndsAtTheLatest()
    {
        using var replica = await StartAsync();
        using var other = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        await UseAsync(replica, hit, 10);

        await other.Store.SetKillSwitchAsync("acme", true, CancellationToken.None);
        _clock.Advance(1_000);

        (await replica.AskAsync(hit))[0].State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task ApplyAsync_WhatAShareCannotAnswer_GoesToTheServer()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        await UseAsync(replica, hit, 10);

        (await replica.AskAsync(hit)).FromShare.ShouldBeTrue();
        (await replica.AskAsync(hit, Operation.Strike("m1"))).FromShare.ShouldBeFalse("strikes are the server's");
        (await replica.AskAsync(hit, Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 5, 60_000, name: "other")))).FromShare.ShouldBeFalse("one of the limits has no share");
        (await replica.AskAsync(hit with { Cost = 0 })).FromShare.ShouldBeFalse("a peek");
        (await replica.AskAsync(hit, hit)).FromShare.ShouldBeFalse("twice the same");
        (await replica.AskAsync(hit with { Rate = hit.Rate! with { Name = "limit" } })).FromShare.ShouldBeFalse("another policy's rule");
        (await replica.AskAsync(hit with { Descriptor = "e" })).FromShare.ShouldBeFalse("another session");
        (await replica.AskAsync(hit)).FromShare.ShouldBeTrue();
    }

    [Fact]
    public async Task ApplyAsync_ServerAway_UsesTheShareUpAndThenHasNoAnswer()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        await UseAsync(replica, hit, 12);
        var counted = (await replica.LookAsync(hit)).Used;

        replica.Connection.IsBroken = true;
        var admitted = 12;
        while ((await replica.AskAsync(hit)) is { Unavailable: false })
        {
            admitted++;
        }

        admitted.ShouldBe((int)counted, "all that was counted, and not one more");
    }

    [Fact]
    public async Task Share_ServerBeganAnew_IsVoid()
    {
        using var replica = await StartAsync();
        var hit = Sharing.Rate(RateAlgorithm.Fixed, 1000, 60_000);
        await UseAsync(replica, hit, 12);
        (await replica.AskAsync(hit)).FromShare.ShouldBeTrue();

        await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        (await replica.AskAsync(Operation.Strike("m1"))).Unavailable.ShouldBeTrue("it is cold");

        (await replica.AskAsync(hit)).FromShare.ShouldBeFalse();
    }

    private static async Task UseAsync(Replica replica, CounterOperation hit, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await replica.AskAsync(hit)).Severity.ShouldBe(Verdict.Allow);
        }
    }

    private Task<Replica> StartAsync() => Replica.StartAsync(redis, _space, _clock);
}
