using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Hits that are given back: where they were counted, once for each reservation, never more than there are.</summary>
public abstract class RefundConformance : CounterStoreConformance
{
    // algorithm; after how long one of two hits is given back; what was used before, and then
    public static TheoryData<string, int, int, int> Times => new()
    {
        { "Fixed", 0, 2, 1 },
        { "Fixed", 999, 2, 1 },
        { "Fixed", 1000, 0, 0 },
        { "Sliding", 0, 2, 1 },
        { "Sliding", 999, 2, 1 },
        { "Sliding", 1000, 2, 1 },
        { "Sliding", 1400, 2, 1 },
        { "Sliding", 1999, 1, 1 },
        { "Sliding", 2000, 0, 0 },
        { "Gcra", 0, 2, 1 },
        { "Gcra", 250, 1, 0 },
        { "Gcra", 499, 1, 0 },
        { "Gcra", 500, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Times))]
    public async Task GiveBackAsync_WhileTheHitCounts_GivesItBack(string algorithm, int afterMs, int before, int after)
    {
        Clock.Advance(1000 - (Clock.Milliseconds % 1000));
        var rule = Rule(algorithm);
        await One(Operation.Rate(rule));
        var reservation = Released(rule, await One(Operation.Rate(rule)));
        Clock.Advance(afterMs);
        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(before);

        (await GiveBack(reservation)).ShouldBeTrue();

        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(after);
    }

    [Theory]
    [InlineData("Fixed")]
    [InlineData("Sliding")]
    [InlineData("Gcra")]
    public async Task GiveBackAsync_AfterTheHitCountsNoLonger_TakesNobodyElses(string algorithm)
    {
        var rule = Rule(algorithm);
        var reservation = Released(rule, await One(Operation.Rate(rule)));
        Clock.Advance(10_000);
        await One(Operation.Rate(rule, 2));

        await GiveBack(reservation);

        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(2);
    }

    [Theory]
    [InlineData("Fixed")]
    [InlineData("Sliding")]
    [InlineData("Gcra")]
    public async Task GiveBackAsync_Again_ChangesNothing(string algorithm)
    {
        var rule = Rule(algorithm);
        await One(Operation.Rate(rule, 3));
        var reservation = Released(rule, await One(Operation.Rate(rule)));

        for (var time = 0; time < 3; time++)
        {
            (await GiveBack(reservation)).ShouldBeTrue();
        }

        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(3);
        (await GiveBack(Released(rule, await One(Operation.Rate(rule))))).ShouldBeTrue();
        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(3, "another reservation gives back its own");
    }

    [Fact]
    public async Task GiveBackAsync_InACalendarWindow_GivesBackInThatWindowAlone()
    {
        var start = Clock.Milliseconds;
        var rule = Rule("Fixed") with { Calendar = CalendarUnit.Day };
        var hit = Operation.Rate(rule) with { Window = new CalendarWindow(start, start + 5_000, start + 9_000) };
        var (first, second) = (Released(rule, await One(hit), hit.Window), Released(rule, await One(hit), hit.Window));

        await GiveBack(first);
        (await One(hit with { Cost = 0 })).Used.ShouldBe(1);
        Clock.Advance(5_000);
        await One(hit);
        await GiveBack(second);
        (await One(hit with { Cost = 0 })).Used.ShouldBe(1, "the other day's");
    }

    [Fact]
    public async Task GiveBackAsync_NothingCounted_ReleasesWithoutACall() => (await GiveBack(new Reservation(Guid.NewGuid(), "acme", 0, []))).ShouldBeTrue();

    [Fact]
    public async Task ApplyAsync_RefundInABatchThatIsDenied_ChangesNothing()
    {
        var rule = Rule("Fixed");
        await One(Operation.Rate(rule, 3));
        await Apply(Batch(Operation.Rate(rule, -1)).Judged(Verdict.Deny));
        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(3);
    }

    [Fact]
    public async Task ApplyAsync_RefundBesideAHit_MakesNoRoomForIt()
    {
        var rule = Rule("Fixed");
        await One(Operation.Rate(rule, 4));
        (await Apply(Operation.Rate(rule, -1) with { Gate = Verdict.None }, Operation.Rate(rule))).Severity.ShouldBe(Verdict.Deny);
    }

    [Fact]
    public async Task ApplyAsync_RefundAfterAHitInOneBatch_GivesThatBack()
    {
        var readings = await Apply(Operation.Rate(Rule("Fixed")), Operation.Rate(Rule("Fixed"), -1));
        (readings[0].Used, readings[1].Used).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("Fixed")]
    [InlineData("Sliding")]
    [InlineData("Gcra")]
    public async Task ApplyAsync_GreatestRefund_LeavesNothingUsed(string algorithm)
    {
        await One(Operation.Rate(Rule(algorithm), 3));
        (await One(Operation.Rate(Rule(algorithm), -Amount.Greatest))).Used.ShouldBe(0);
        (await One(Operation.Rate(Rule(algorithm), 4))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Rate(Rule(algorithm)))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Settle_ReservationThatHoldsNothing_IsAppliedOnce()
    {
        var reservation = new Reservation(Guid.NewGuid(), "acme", 0, []);
        (await Settle(reservation, SettleAction.Renew)).ShouldBe(SettleState.Late, "there is no lease to lengthen");
        (await Settle(reservation, SettleAction.Release)).ShouldBe(SettleState.Applied);
        (await Settle(reservation, SettleAction.Release)).ShouldBe(SettleState.Repeated);
        (await Settle(reservation, SettleAction.Commit)).ShouldBe(SettleState.Conflict);
    }

    private async Task<bool> GiveBack(Reservation reservation) => await RateRefunds.GiveBackAsync(Store, reservation, CancellationToken.None);

    private async Task<SettleState> Settle(Reservation reservation, SettleAction action) =>
        (await Store.SettleAsync(reservation, action, default, 1_000, CancellationToken.None)).State;

    private static RateRule Rule(string algorithm) => Operation.Rule(Enum.Parse<RateAlgorithm>(algorithm), 4, 1000, burst: 4);

    /// <summary>A reservation that remembers one hit as its reading was.</summary>
    private static Reservation Released(RateRule rule, CounterReading reading, CalendarWindow window = default) => new(Guid.NewGuid(), "acme", 0, [])
    {
        Rates = [new CountedRate(rule.Name, "d", rule.Algorithm, rule.Rate, rule.WindowMs, rule.Burst, rule.Calendar, window.Start, window.End, 1, reading.ResetAt)],
    };
}
