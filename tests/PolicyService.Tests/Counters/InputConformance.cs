using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Names and numbers as nobody would send them: every kind works for any text, and no number starts over.</summary>
public abstract class InputConformance : CounterStoreConformance
{
    public static TheoryData<string> Texts =>
    [
        "", " ", "\0", "a\0b", "{", "}", "{}", "{acme}", "a}b{c", "*", "?", "[a-z]", "\r\n", "$1\r\nx\r\n", "KEYS[1]", "é", "\u202e", "\ud83d\ude00",
        "\ud800", "low \udc00", "x\ud800y", "#", "000:", "003:abc", new('x', 127), new('x', 128), new('x', 129), new('é', 64), new('é', 65), new('\u4e2d', 5000), new('y', 100_000),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task ApplyAsync_AnyTextAsName_CountsForItAlone(string text)
    {
        foreach (var (name, descriptor) in new[] { (text, "d"), ("n", text), (text, text) })
        {
            var rule = Operation.Rule(RateAlgorithm.Fixed, 2, 60_000, name: name);
            var all = Batch(
                Operation.Rate(rule, descriptor: descriptor),
                Operation.Of(CounterKind.Duplicate, name, descriptor) with { Digest = 1, Token = text, WindowMs = 60_000 },
                Operation.Of(CounterKind.Strike, name, descriptor) with { Token = text, Write = CounterWrite.Always, Threshold = 9, WindowMs = 60_000 },
                Operation.Reserve(10, 100, name, descriptor),
                Operation.Of(CounterKind.OnceOnly, name, descriptor) with { Token = text, WindowMs = 60_000 },
                Operation.Of(CounterKind.Bind, name, descriptor) with { Token = text, WindowMs = 60_000 },
                Operation.Of(CounterKind.Require, name, descriptor) with { Write = CounterWrite.Always, WindowMs = 60_000 },
                Operation.Of(CounterKind.Taint, name, descriptor) with { WindowMs = 60_000 });
            var readings = await Apply(all.Holding(Guid.NewGuid()));

            readings.Severity.ShouldBe(Verdict.Allow);
            readings.Reserved.ShouldBeTrue();
            (await One(Operation.Rate(rule, 0, descriptor))).Used.ShouldBe(1);
            (await One(Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 2, 60_000, name: name + "x"), 0, descriptor))).Used.ShouldBe(0);
            (await One(Operation.Rate(rule, 0, descriptor + "x"))).Used.ShouldBe(0);
            (await One(Operation.Reserve(0, 100, name, descriptor))).Used.ShouldBe(10);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task ApplyAsync_AnyTextAsTenant_HasItsOwnCounters(string tenant)
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 1, 60_000);
        (await Apply(Batch(tenant, Operation.Rate(rule))))[0].State.ShouldBe(CounterState.Ok);
        (await Apply(Batch(tenant, Operation.Rate(rule))))[0].State.ShouldBe(CounterState.Over);
        (await Apply(Batch(tenant + "x", Operation.Rate(rule))))[0].State.ShouldBe(CounterState.Ok);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task ApplyAsync_AnyTextAsRequestId_IsThatRequest(string id)
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 5, 60_000);
        await Apply(Batch(Operation.Rate(rule)).Retriable(id, 7));
        var again = await Apply(Batch(Operation.Rate(rule)).Retriable(id, 7));

        again.Repeated.ShouldBe(id.Length > 0, "none is no id");
        (await Apply(Batch(Operation.Rate(rule)).Retriable(id + "x", 7))).Repeated.ShouldBeFalse();
    }

    [Fact]
    public async Task ApplyAsync_HalvesOfSurrogatePairs_AreNotTheSame()
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 1, 60_000);
        (await One(Operation.Rate(rule, descriptor: "\ud800"))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Rate(rule, descriptor: "\ud801"))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Rate(rule, descriptor: "\ufffd"))).State.ShouldBe(CounterState.Ok);
    }

    [Theory]
    [InlineData(0L, 1000L, 1L)]
    [InlineData(-1L, 1000L, 1L)]
    [InlineData(Amount.Greatest + 1, 1000L, 1L)]
    [InlineData(1L, 0L, 1L)]
    [InlineData(1L, -1L, 1L)]
    [InlineData(1L, RateRule.LongestWindowMs + 1, 1L)]
    [InlineData(1L, long.MaxValue, 1L)]
    [InlineData(1L, RateRule.LongestWindowMs, 1_000_000L)]
    [InlineData(1L, 1000L, long.MaxValue)]
    public async Task ApplyAsync_RuleThatCannotBeCounted_IsOver(long rate, long windowMs, long burst) =>
        (await One(Operation.Rate(Operation.Rule(RateAlgorithm.Gcra, rate, windowMs, burst)))).State.ShouldBe(CounterState.Over);

    [Theory]
    [InlineData("Fixed")]
    [InlineData("Sliding")]
    [InlineData("Gcra")]
    public async Task ApplyAsync_GreatestNumbers_AreExact(string algorithm)
    {
        var kind = Enum.Parse<RateAlgorithm>(algorithm);
        var burst = kind == RateAlgorithm.Gcra ? Amount.Greatest / RateRule.LongestWindowMs : 1;
        var rule = Operation.Rule(kind, Amount.Greatest, RateRule.LongestWindowMs, burst, countDenied: true);
        var limit = kind == RateAlgorithm.Gcra ? burst : Amount.Greatest;

        (await One(Operation.Rate(rule, limit - 1))).Remaining.ShouldBe(1);
        (await One(Operation.Rate(rule))).Remaining.ShouldBe(0);
        (await One(Operation.Rate(rule, Amount.Greatest))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Rate(rule, 0))).Used.ShouldBe(limit, "it stays at the greatest and does not start over");
    }

    [Fact]
    public async Task Reserve_ForcedBeyondWhatANumberHolds_HoldsWhatIsLeftAndGivesThatBack()
    {
        var forced = Operation.Reserve(Amount.Greatest, 10) with { Gate = Verdict.None, Force = true };
        (await Apply(Batch(forced).Holding(Guid.NewGuid()))).Reserved.ShouldBeTrue();
        (await Apply(Batch(forced).Holding(Guid.NewGuid(), 200_000))).Reserved.ShouldBeTrue();
        (await One(Operation.Reserve(0, 10))).Used.ShouldBe(Amount.Greatest);
        Clock.Advance(120_000);
        (await One(Operation.Reserve(0, 10))).Used.ShouldBe(0, "the second held nothing, for there was no room");
    }

    [Theory]
    [InlineData("Fixed")]
    [InlineData("Sliding")]
    [InlineData("Gcra")]
    public async Task ApplyAsync_LimitLoweredBelowWhatIsUsed_IsOverUntilItIsRaised(string algorithm)
    {
        var rule = Operation.Rule(Enum.Parse<RateAlgorithm>(algorithm), 10, 60_000, burst: 10);
        await One(Operation.Rate(rule, 8));

        var lowered = await One(Operation.Rate(rule with { Rate = algorithm == "Gcra" ? 10 : 3, Burst = 3 }));
        (lowered.State, lowered.Remaining).ShouldBe((CounterState.Over, 0));
        (await One(Operation.Rate(rule with { Rate = 0, Burst = 0 }))).State.ShouldBe(CounterState.Over);
        var raised = rule with { Rate = algorithm == "Gcra" ? 10 : 20, Burst = 20 };
        (await One(Operation.Rate(raised))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task Reserve_CapLoweredToZero_IsOverAndWhatIsHeldCanBeSettled()
    {
        var id = Guid.NewGuid();
        (await Apply(Batch(Operation.Reserve(40, 100)).Holding(id))).Reserved.ShouldBeTrue();
        var none = await Apply(Batch(Operation.Reserve(0, 0)).Holding(Guid.NewGuid()));
        (none[0].State, none[0].Used, none[0].Remaining).ShouldBe((CounterState.Over, 40, 0));

        var reservation = new Reservation(id, "acme", Clock.Milliseconds + 120_000, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, 40, 0)]);
        var settled = await Store.SettleAsync(reservation, SettleAction.Commit, default, 0, CancellationToken.None);
        (settled.State, settled.Overrun[0].Value).ShouldBe((SettleState.Applied, 40));
    }

    [Fact]
    public async Task ApplyAsync_ClockSetBack_ForgetsNothing()
    {
        var id = Guid.NewGuid();
        await Apply(Batch(
            Operation.Duplicate("text", "m1"),
            Operation.Strike("m1", blockAt: 1),
            Operation.OnceOnly("nonce", "r1"),
            Operation.Reserve(40, 100),
            Operation.Mark(CounterKind.Require, "run", CounterWrite.Always),
            Operation.Mark(CounterKind.Taint, "run", CounterWrite.Always)).Judged(Verdict.Allow));
        (await Apply(Batch(Operation.OnceOnly("token", "r1"), Operation.Reserve(40, 100)).Holding(id))).Reserved.ShouldBeTrue();

        Clock.Advance(TimeSpan.FromDays(-1));

        (await One(Operation.Strike("m2", CounterWrite.No, blockAt: 1))).State.ShouldBe(CounterState.Over);
        (await One(Operation.OnceOnly("token", "r2"))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Mark(CounterKind.Require, "run"))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Mark(CounterKind.Taint, "run"))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Reserve(0, 100))).Used.ShouldBe(40);
        var reservation = new Reservation(id, "acme", 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, 40, 100)]);
        (await Store.SettleAsync(reservation, SettleAction.Commit, new[] { new Amount("credits", 30) }, 0, CancellationToken.None)).State.ShouldBe(SettleState.Applied);
        (await Store.SettleAsync(reservation, SettleAction.Commit, new[] { new Amount("credits", 30) }, 0, CancellationToken.None)).State.ShouldBe(SettleState.Repeated);
        (await One(Operation.Reserve(0, 100))).Used.ShouldBe(30);
    }

    [Theory]
    [InlineData(-1L, 0L)]
    [InlineData(long.MinValue, 0L)]
    [InlineData(Amount.Greatest, Amount.Greatest)]
    [InlineData(long.MaxValue, Amount.Greatest)]
    public async Task Settle_CostOutOfRange_IsBroughtIntoIt(long cost, long spent)
    {
        for (var time = 0; time < 2; time++)
        {
            var reservation = new Reservation(Guid.NewGuid(), "acme", 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, 1, 100)]);
            await Store.SettleAsync(reservation, SettleAction.Commit, new[] { new Amount("credits", cost) }, 0, CancellationToken.None);
        }

        (await One(Operation.Reserve(0, 100))).Used.ShouldBe(spent, "spend stays at the greatest number and does not start over");
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(Amount.Greatest)]
    public async Task Reserve_CapAtTheEdge_IsKept(long cap)
    {
        (await Apply(Batch(Operation.Reserve(cap, cap)).Holding(Guid.NewGuid()))).Reserved.ShouldBe(cap > 0, "of nothing, nothing is left");
        (await Apply(Batch(Operation.Reserve(1, cap)).Holding(Guid.NewGuid()))).Reserved.ShouldBeFalse();
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(Amount.Greatest + 1)]
    [InlineData(long.MaxValue)]
    public async Task Reserve_CapOutOfRange_IsOver(long cap) =>
        (await Apply(Batch(Operation.Reserve(1, cap)).Holding(Guid.NewGuid())))[0].State.ShouldBe(CounterState.Over);
}
