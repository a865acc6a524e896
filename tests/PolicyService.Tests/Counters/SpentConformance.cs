using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>What of a budget is committed, and what is only held: asked apart, and without changing anything.</summary>
public abstract class SpentConformance : CounterStoreConformance
{
    [Fact]
    public async Task CommittedAsync_HeldCommittedReleased_IsWhatWasCommitted()
    {
        var (first, second, third) = (await HoldAsync(40), await HoldAsync(30), await HoldAsync(10));
        (await CommittedAsync(Daily())).ShouldBe([0], "what is held is not spent");

        await SettleAsync(first, SettleAction.Commit, 25);
        await SettleAsync(second, SettleAction.Release);
        await SettleAsync(third, SettleAction.Renew);

        (await CommittedAsync(Daily())).ShouldBe([25]);
        (await CommittedAsync(Daily())).ShouldBe([25], "asking changes nothing");
        (await One(Operation.Reserve(0, 100))).Used.ShouldBe(35);
    }

    [Fact]
    public async Task CommittedAsync_OverrunAndLate_CountsAllOfIt()
    {
        var reservation = await HoldAsync(100);
        Clock.Advance(120_000);
        await SettleAsync(reservation, SettleAction.Commit, 9_007_199_254_740_991);

        (await CommittedAsync(Daily())).ShouldBe([9_007_199_254_740_991]);
    }

    [Fact]
    public async Task CommittedAsync_SeveralOperations_EachInItsPlace()
    {
        await SettleAsync(await HoldAsync(40), SettleAction.Commit, 25);

        (await CommittedAsync(
            Operation.Of(CounterKind.KillSwitch, "", ""),
            Operation.Reserve(0, 100, "monthly"),
            Daily(),
            Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 10, 60_000), 0),
            Operation.Reserve(0, 100, descriptor: "another"))).ShouldBe([0, 0, 25, 0, 0]);
    }

    [Fact]
    public async Task CommittedAsync_NoBudget_IsNothing() => (await CommittedAsync(Operation.Of(CounterKind.KillSwitch, "", ""))).ShouldBe([0]);

    [Fact]
    public async Task CommittedAsync_AnotherTenantAndAnotherWindow_HaveTheirOwn()
    {
        var start = Clock.Milliseconds;
        var today = Daily() with { Window = new CalendarWindow(start, start + 200_000, start + 400_000) };
        await SettleAsync(await HoldAsync(today with { Cost = 40 }), SettleAction.Commit, 40);

        (await CommittedAsync(today)).ShouldBe([40]);
        (await CommittedAsync("globex", today)).ShouldBe([0]);
        Clock.Advance(200_000);
        (await CommittedAsync(Daily() with { Window = new CalendarWindow(start + 200_000, start + 400_000, start + 600_000) })).ShouldBe([0]);
    }

    private static CounterOperation Daily() => Operation.Reserve(0, 100);

    private Task<Reservation> HoldAsync(long cost) => HoldAsync(Operation.Reserve(cost, 100));

    private async Task<Reservation> HoldAsync(CounterOperation operation)
    {
        var batch = Batch(operation).Holding(Guid.NewGuid());
        (await Apply(batch)).Reserved.ShouldBeTrue();
        return new Reservation(
            batch.ReservationId, "acme", Clock.Milliseconds + batch.LeaseMs, [new HeldBudget(operation.Name, operation.Descriptor, "credits", operation.Window.Start, operation.Window.End, operation.Cost, operation.Cap)]);
    }

    private async Task SettleAsync(Reservation reservation, SettleAction action, long? actual = null) =>
        await Store.SettleAsync(reservation, action, actual is { } value ? new Amount[] { new("credits", value) } : default, 120_000, CancellationToken.None);

    private Task<long[]?> CommittedAsync(params CounterOperation[] operations) => CommittedAsync("acme", operations);

    private async Task<long[]?> CommittedAsync(string tenant, params CounterOperation[] operations)
    {
        // As GetUsage asks: denied from the start, so that nothing is held.
        var batch = Batch(tenant, operations).Judged(Policy.Decisions.Verdict.Deny);
        await Apply(batch);
        return await Store.CommittedAsync(batch, CancellationToken.None);
    }
}
