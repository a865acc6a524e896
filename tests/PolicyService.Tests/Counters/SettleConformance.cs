using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Commit, release, renew: each once, spend even when late.</summary>
public abstract class SettleConformance : CounterStoreConformance
{
    [Fact]
    public async Task Commit_ActualCost_BecomesSpendAndTheRestIsGivenBack()
    {
        var reservation = await Hold(40);
        (await Settle(reservation, SettleAction.Commit, 25)).State.ShouldBe(SettleState.Applied);
        (await Used()).ShouldBe(25);
        Clock.Advance(TimeSpan.FromHours(1));
        (await Used()).ShouldBe(25);
    }

    [Fact]
    public async Task Commit_WithoutActualCost_SpendsWhatWasHeld()
    {
        await Settle(await Hold(40), SettleAction.Commit);
        (await Used()).ShouldBe(40);
    }

    [Fact]
    public async Task Commit_Again_IsRepeatedAndOtherwiseAConflict()
    {
        var reservation = await Hold(40);
        await Settle(reservation, SettleAction.Commit, 25);

        (await Settle(reservation, SettleAction.Commit, 25)).State.ShouldBe(SettleState.Repeated);
        (await Settle(reservation, SettleAction.Commit, 26)).State.ShouldBe(SettleState.Conflict);
        (await Settle(reservation, SettleAction.Commit)).State.ShouldBe(SettleState.Conflict);
        (await Settle(reservation, SettleAction.Release)).State.ShouldBe(SettleState.Conflict);
        (await Settle(reservation, SettleAction.Renew)).State.ShouldBe(SettleState.Conflict);
        (await Used()).ShouldBe(25);
    }

    [Fact]
    public async Task Release_GivesBackOnce()
    {
        var reservation = await Hold(40);
        (await Settle(reservation, SettleAction.Release)).State.ShouldBe(SettleState.Applied);
        (await Settle(reservation, SettleAction.Release)).State.ShouldBe(SettleState.Repeated);
        (await Settle(reservation, SettleAction.Commit, 1)).State.ShouldBe(SettleState.Conflict);
        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Commit_AfterTheLease_IsLateAndCountsAllTheSame()
    {
        var reservation = await Hold(100);
        Clock.Advance(120_000);
        await Hold(60);

        var late = await Settle(reservation, SettleAction.Commit, 70);

        late.State.ShouldBe(SettleState.Late);
        (await Used()).ShouldBe(130);
        late.Overrun.ShouldBeEmpty("what is committed alone is within the cap");
        (await Settle(reservation, SettleAction.Commit, 70)).State.ShouldBe(SettleState.Repeated);
    }

    [Fact]
    public async Task Commit_AboveTheCap_ReportsTheOverrun()
    {
        var result = await Settle(await Hold(90), SettleAction.Commit, 130);
        result.Overrun.ShouldBe([new Amount("credits", 30)]);
        (await Used()).ShouldBe(130);
    }

    [Fact]
    public async Task Commit_OfABudgetThatTheStoreHasForgotten_IsSpendAgain()
    {
        // What a restart of a store without memory leaves: the token alone.
        var reservation = new Reservation(Guid.NewGuid(), "acme", Clock.Milliseconds - 1, [Held("daily", 40)]);
        (await Settle(reservation, SettleAction.Commit, 40)).State.ShouldBe(SettleState.Late);
        (await Used()).ShouldBe(40);
    }

    [Fact]
    public async Task Commit_InALaterWindow_LandsInTheWindowOfTheReservation()
    {
        var start = Clock.Milliseconds;
        var window = new CalendarWindow(start, start + 100_000, start + 200_000);
        var id = Guid.NewGuid();
        await Apply(Batch(Operation.Reserve(40, 100) with { Window = window }).Holding(id));
        Clock.Advance(100_000);

        var reservation = new Reservation(id, "acme", start + 120_000, [new HeldBudget("daily", "", "credits", start, start + 100_000, 40, 100)]);
        (await Settle(reservation, SettleAction.Commit, 30)).State.ShouldBe(SettleState.Applied);

        (await One(Operation.Reserve(0, 100) with { Window = new CalendarWindow(start + 100_000, start + 200_000, start + 300_000) })).Used.ShouldBe(0);
        Clock.Advance(-100_000);
        (await One(Operation.Reserve(0, 100) with { Window = window })).Used.ShouldBe(30);
    }

    [Fact]
    public async Task Renew_LengthensTheLeaseAndNeverShortensIt()
    {
        var reservation = await Hold(40);
        Clock.Advance(60_000);
        (await Settle(reservation, SettleAction.Renew, leaseMs: 1)).LeaseEnd.ShouldBe(Clock.Milliseconds + 60_000);
        var renewed = await Settle(reservation, SettleAction.Renew, leaseMs: 120_000);
        renewed.State.ShouldBe(SettleState.Applied);
        renewed.LeaseEnd.ShouldBe(Clock.Milliseconds + 120_000);
        Clock.Advance(119_999);
        (await Used()).ShouldBe(40);
        Clock.Advance(1);
        (await Used()).ShouldBe(0);
        (await Settle(reservation, SettleAction.Renew, leaseMs: 120_000)).State.ShouldBe(SettleState.Late);
        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Commit_SeveralBudgetsAndUnits_EachTakesItsUnit()
    {
        var id = Guid.NewGuid();
        var tokens = Operation.Reserve(500, 1000, "tokens");
        await Apply(Batch(Operation.Reserve(40, 100), Operation.Reserve(40, 100, "department"), tokens).Holding(id));
        var reservation = new Reservation(id, "acme", 0, [Held("daily", 40), Held("department", 40), Held("tokens", 500) with { Unit = "tokens", Cap = 1000 }]);

        Amount[] actual = [new("tokens", 1200), new("credits", 10)];
        var result = await Store.SettleAsync(reservation, SettleAction.Commit, actual, 0, CancellationToken.None);

        result.Overrun.ShouldBe([new Amount("tokens", 200)]);
        (await Used()).ShouldBe(10);
        (await Used("department")).ShouldBe(10);
        (await Used("tokens")).ShouldBe(1200);
        Amount[] otherOrder = [actual[1], actual[0]];
        (await Store.SettleAsync(reservation, SettleAction.Commit, otherOrder, 0, CancellationToken.None)).State.ShouldBe(SettleState.Repeated);
    }

    [Fact]
    public async Task Settle_OtherTenantsReservation_TouchesNothingOfOurs()
    {
        var reservation = await Hold(40);
        await Settle(reservation with { Tenant = "globex" }, SettleAction.Release);
        (await Used()).ShouldBe(40);
    }

    [Fact]
    public async Task Commit_HugeCosts_StayHuge()
    {
        for (var round = 0; round < 3; round++)
        {
            var reservation = new Reservation(Guid.NewGuid(), "acme", 0, [Held("daily", 1)]);
            await Settle(reservation, SettleAction.Commit, long.MaxValue);
        }

        (await One(Operation.Reserve(1, Amount.Greatest))).State.ShouldBe(CounterState.Over);
    }

    private async Task<Reservation> Hold(long amount)
    {
        var id = Guid.NewGuid();
        var readings = await Apply(Batch(Operation.Reserve(amount, 100)).Holding(id));
        readings.Reserved.ShouldBeTrue();
        return new Reservation(id, "acme", readings.LeaseEnd, [Held("daily", amount)]);
    }

    private static HeldBudget Held(string name, long amount) => new(name, "", "credits", 0, long.MaxValue, amount, 100);

    private async Task<SettleResult> Settle(Reservation reservation, SettleAction action, long? actual = null, long leaseMs = 0)
    {
        Amount[] costs = actual is { } value ? [new Amount("credits", value)] : [];
        return await Store.SettleAsync(reservation, action, costs, leaseMs, CancellationToken.None);
    }

    private async Task<long> Used(string name = "daily") => (await One(Operation.Reserve(0, Amount.Greatest, name))).Used;

}
