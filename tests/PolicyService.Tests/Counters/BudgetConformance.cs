using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Reservations: when a budget admits, holds and lets go.</summary>
public abstract class BudgetConformance : CounterStoreConformance
{
    /// <summary>A budget of 1000 with warn 750, approve 800, deny 900; what it holds before, what is asked.</summary>
    [Theory]
    [InlineData(0, 100, CounterState.Ok, Verdict.Allow)]
    [InlineData(749, 1, CounterState.Ok, Verdict.Allow)]
    [InlineData(750, 1, CounterState.Warn, Verdict.Allow)]
    [InlineData(799, 201, CounterState.Warn, Verdict.Allow)]
    [InlineData(799, 202, CounterState.Over, Verdict.Deny)]
    [InlineData(800, 1, CounterState.Approve, Verdict.RequireApproval)]
    [InlineData(899, 101, CounterState.Approve, Verdict.RequireApproval)]
    [InlineData(900, 0, CounterState.Over, Verdict.Deny)]
    [InlineData(900, 1, CounterState.Over, Verdict.Deny)]
    [InlineData(0, 1000, CounterState.Ok, Verdict.Allow)]
    [InlineData(0, 1001, CounterState.Over, Verdict.Deny)]
    public async Task Reserve_PointsOfTheCap_Decide(int before, int cost, CounterState state, Verdict severity)
    {
        await Spend(before, cap: 1000);

        var readings = await Apply(Batch(Reserve(cost)).Holding(Guid.NewGuid()));

        readings[0].State.ShouldBe(state);
        readings[0].Used.ShouldBe(before);
        readings.Severity.ShouldBe(severity);
        readings.Reserved.ShouldBe(severity == Verdict.Allow);
        (await Used()).ShouldBe(severity == Verdict.Allow ? before + cost : before, "what may not go on holds nothing");

        static CounterOperation Reserve(long cost) => Operation.Reserve(cost, 1000, warnAt: 750, approveAt: 800, denyAt: 900);
    }

    [Theory]
    [InlineData(Verdict.Allow, true)]
    [InlineData(Verdict.AllowPostReview, true)]
    [InlineData(Verdict.RequireApproval, false)]
    [InlineData(Verdict.Escalate, false)]
    [InlineData(Verdict.Deny, false)]
    public async Task Reserve_EnginesSeverity_DecidesWhetherItHolds(Verdict severity, bool holds)
    {
        var readings = await Apply(Batch(Operation.Reserve(40, 100)).Judged(severity).Holding(Guid.NewGuid()));

        readings.Reserved.ShouldBe(holds);
        readings.LeaseEnd.ShouldBe(holds ? Clock.Milliseconds + 120_000 : 0);
        (await Used()).ShouldBe(holds ? 40 : 0);
    }

    [Fact]
    public async Task Reserve_GateOfAnotherOperation_HoldsNothing()
    {
        var readings = await Apply(Batch(Operation.Reserve(40, 100), Operation.Mark(CounterKind.Require, "x") with { Gate = Verdict.RequireApproval }).Holding(Guid.NewGuid()));

        readings.Severity.ShouldBe(Verdict.RequireApproval);
        readings.Reserved.ShouldBeFalse();
        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_OneBudgetOfThreeIsOver_HoldsInNone()
    {
        await Spend(95, cap: 100, name: "campaign");
        var readings = await Apply(Batch(
            Operation.Reserve(10, 1000), Operation.Reserve(10, 100, "campaign"), Operation.Reserve(10, 1000, "department")).Holding(Guid.NewGuid()));

        readings.Reserved.ShouldBeFalse();
        (await Used()).ShouldBe(0);
        (await Used("department")).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_SameBudgetTwiceInABatch_MustFitTogether()
    {
        (await Apply(Batch(Operation.Reserve(60, 100), Operation.Reserve(60, 100)).Holding(Guid.NewGuid()))).Reserved.ShouldBeFalse();
        (await Apply(Batch(Operation.Reserve(60, 100), Operation.Reserve(40, 100)).Holding(Guid.NewGuid()))).Reserved.ShouldBeTrue();
        (await Used()).ShouldBe(100);
    }

    [Fact]
    public async Task Reserve_InMonitor_IsForcedAboveTheCapAndSaysSo()
    {
        await Spend(90, cap: 100);
        var monitored = Operation.Reserve(20, 100) with { Gate = Verdict.None, Force = true };

        var readings = await Apply(Batch(monitored).Holding(Guid.NewGuid()));

        readings[0].State.ShouldBe(CounterState.Over);
        readings.Severity.ShouldBe(Verdict.Allow);
        readings.Reserved.ShouldBeTrue();
        (await Used()).ShouldBe(110);
    }

    [Fact]
    public async Task Reserve_LeaseThatEnds_GivesBack()
    {
        await Apply(Batch(Operation.Reserve(100, 100)).Holding(Guid.NewGuid()));
        Clock.Advance(119_999);
        (await Used()).ShouldBe(100);
        Clock.Advance(1);
        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_ManyLeasesThatEnd_CountUntilTheyAreSweptAndAllGo()
    {
        for (var lease = 0; lease < 200; lease++)
        {
            await Apply(Batch(Operation.Reserve(1, 200)).Holding(Guid.NewGuid()));
        }

        Clock.Advance(120_000);
        for (var batch = 0; batch < 4; batch++)
        {
            await Used();
        }

        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_SameReservationAgain_HoldsOnce()
    {
        var id = Guid.NewGuid();
        await Apply(Batch(Operation.Reserve(40, 100)).Holding(id));
        (await Apply(Batch(Operation.Reserve(40, 100)).Holding(id))).Reserved.ShouldBeTrue();
        (await Used()).ShouldBe(40);
    }

    [Fact]
    public async Task Reserve_WithoutLease_IsAPeek()
    {
        (await Apply(Batch(Operation.Reserve(40, 100)).Holding(Guid.NewGuid(), leaseMs: 0))).Reserved.ShouldBeFalse();
        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_CapLoweredWhileHeld_TakesEffectAtOnce()
    {
        await Apply(Batch(Operation.Reserve(80, 100)).Holding(Guid.NewGuid()));
        (await Apply(Batch(Operation.Reserve(1, 50)).Holding(Guid.NewGuid()))).Reserved.ShouldBeFalse();
        (await Apply(Batch(Operation.Reserve(1, 0)).Holding(Guid.NewGuid()))).Reserved.ShouldBeFalse();
        (await Apply(Batch(Operation.Reserve(20, 100)).Holding(Guid.NewGuid()))).Reserved.ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(Amount.Greatest + 1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task Reserve_CostOutOfRange_IsOver(long cost)
    {
        var readings = await Apply(Batch(Operation.Reserve(cost, Amount.Greatest) with { Force = true }).Holding(Guid.NewGuid()));
        readings[0].State.ShouldBe(CounterState.Over);
        readings.Reserved.ShouldBeFalse();
        (await Used()).ShouldBe(0);
    }

    [Fact]
    public async Task Reserve_WindowThatIsEmpty_IsOver() =>
        (await Apply(Batch(Operation.Reserve(1, 100) with { Window = default }).Holding(Guid.NewGuid())))[0].State.ShouldBe(CounterState.Over);

    [Fact]
    public async Task Reserve_NextWindow_StartsAtZero()
    {
        var start = Clock.Milliseconds;
        var daily = Operation.Reserve(100, 100) with { Window = new CalendarWindow(start, start + 10_000, start + 20_000) };
        await Apply(Batch(daily).Holding(Guid.NewGuid()));
        (await Apply(Batch(daily).Holding(Guid.NewGuid()))).Reserved.ShouldBeFalse();
        Clock.Advance(10_000);
        var next = await Apply(Batch(daily).Holding(Guid.NewGuid()));
        next.Reserved.ShouldBeTrue();
        next[0].ResetAt.ShouldBe(start + 20_000);
    }

    private async Task<long> Used(string name = "daily") => (await One(Operation.Reserve(0, Amount.Greatest, name))).Used;

    private async Task Spend(long amount, long cap, string name = "daily")
    {
        var id = Guid.NewGuid();
        if (amount > 0)
        {
            await Apply(Batch(Operation.Reserve(amount, Amount.Greatest, name)).Holding(id));
            var reservation = new Reservation(id, "acme", 0, [new HeldBudget(name, "", "credits", 0, long.MaxValue, amount, cap)]);
            await Store.SettleAsync(reservation, SettleAction.Commit, default, 0, CancellationToken.None);
        }
    }
}
