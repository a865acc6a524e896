using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Rates. A case is a limit and steps: "+n" hits of cost n, "@ms" time passing, "?" a peek, each hit with the wanted "ok" or "over" and what remains.</summary>
public abstract class RateConformance : CounterStoreConformance
{
    public static TheoryData<string, int, int, int, int, string> Cases => new()
    {
        // algorithm, rate, window, burst, count denied; steps
        { "Fixed", 3, 1000, 1, 0, "+1 ok 2, +1 ok 1, +1 ok 0, +1 over 0, @1000, +1 ok 2" },
        { "Fixed", 10, 1000, 1, 0, "+8 ok 2, +3 over 2, +2 ok 0, ? over 0" },
        { "Fixed", 10, 1000, 1, 0, "? ok 10, +0 ok 10, +11 over 10, +10 ok 0" },
        { "Fixed", 2, 1000, 1, 1, "+1 ok 1, +1 ok 0, +5 over 0, @999, +1 over 0, @1, +1 ok 1" },
        { "Fixed", 1, 60000, 1, 0, "+1 ok 0, @30000, +1 over 0, @30000, +1 ok 0" },
        { "Sliding", 4, 1000, 1, 0, "+4 ok 0, @1000, +1 over 0, @250, +1 ok 0, +1 over 0, @500, +2 ok 0" },
        { "Sliding", 4, 1000, 1, 0, "+4 ok 0, @2000, +4 ok 0" },
        { "Sliding", 10, 1000, 1, 0, "+5 ok 5, @999, +5 ok 0, @1, +1 over 0, @99, +1 over 0, @1, +1 ok 0" },
        { "Sliding", 2, 1000, 1, 1, "+2 ok 0, +2 over 0, @1000, +1 over 0, @499, +1 over 0, @501, +1 over 0" },
        { "Gcra", 10, 1000, 1, 0, "+1 ok 0, +1 over 0, @99, +1 over 0, @1, +1 ok 0" },
        { "Gcra", 10, 1000, 3, 0, "+1 ok 2, +1 ok 1, +1 ok 0, +1 over 0, @100, +1 ok 0, @150, ? ok 1, @5000, ? ok 3" },
        { "Gcra", 10, 1000, 5, 0, "+5 ok 0, +1 over 0, @200, +3 over 2, +2 ok 0" },
        { "Gcra", 10, 1000, 5, 0, "+6 over 5, +5 ok 0" },
        { "Gcra", 3, 1000, 1, 0, "+1 ok 0, @333, +1 over 0, @1, +1 ok 0" },
        { "Gcra", 10, 1000, 2, 1, "+2 ok 0, @99, +1 over 0, @99, +1 over 0, @100, +1 ok 0" },
        { "Fixed", 3, 1000, 1, 0, "+-1 ok 3, +3 ok 0, +-1 ok 1, +-5 ok 3, +3 ok 0, @1000, +-1 ok 3, +1 ok 2" },
        { "Fixed", 2, 1000, 1, 1, "+2 ok 0, +4 over 0, +-5 ok 1, +-1 ok 2" },
        { "Sliding", 4, 1000, 1, 0, "+-1 ok 4, +4 ok 0, +-1 ok 1, +-9 ok 4, +4 ok 0, @1000, +-4 ok 0, @250, +1 ok 0, +-1 ok 1, @2000, +-1 ok 4" },
        { "Gcra", 10, 1000, 3, 0, "+-1 ok 3, +3 ok 0, +-1 ok 1, +-9 ok 3, +3 ok 0, @100, +-1 ok 2, @50, +-1 ok 3, +3 ok 0, @5000, +-1 ok 3" },
        { "Gcra", 1000000, 1000, 1000000, 0, "+1000000 ok 0, +1 over 0, @1, +1000 ok 0, +1 over 0" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ApplyAsync_Hits_AreCounted(string algorithm, int rate, int windowMs, int burst, int countDenied, string steps)
    {
        var rule = Operation.Rule(Enum.Parse<RateAlgorithm>(algorithm), rate, windowMs, burst, countDenied == 1);
        foreach (var step in steps.Split(", "))
        {
            if (step[0] == '@')
            {
                Clock.Advance(Number(step[1..]));
                continue;
            }

            var parts = step.Split(' ');
            var reading = await One(Operation.Rate(rule, parts[0] == "?" ? 0 : Number(parts[0])));
            (reading.State == CounterState.Over ? "over" : "ok").ShouldBe(parts[1], $"{step} in {steps}");
            reading.Remaining.ShouldBe(Number(parts[2]), $"{step} in {steps}");
        }
    }

    [Theory]
    [InlineData("Fixed", 1000)]
    [InlineData("Sliding", 2000)]
    [InlineData("Gcra", 250)]
    public async Task ApplyAsync_Hit_SaysWhenTheLimitIsWhole(string algorithm, int afterMs)
    {
        var rule = Operation.Rule(Enum.Parse<RateAlgorithm>(algorithm), 4, 1000, 4);
        (await One(Operation.Rate(rule, cost: 0))).ResetAt.ShouldBe(0);

        var reading = await One(Operation.Rate(rule));

        reading.ResetAt.ShouldBe(Clock.Milliseconds + afterMs);
        Clock.Advance(afterMs);
        (await One(Operation.Rate(rule, cost: 0))).Remaining.ShouldBe(4);
    }

    [Fact]
    public async Task ApplyAsync_OneOfTwoRatesOver_CountsNeither()
    {
        var wide = Operation.Rule(RateAlgorithm.Fixed, 10, 60_000, name: "wide");
        var narrow = Operation.Rule(RateAlgorithm.Fixed, 1, 1_000, name: "narrow");
        await Apply(Operation.Rate(wide), Operation.Rate(narrow));

        var readings = await Apply(Operation.Rate(wide), Operation.Rate(narrow));

        readings.Severity.ShouldBe(Verdict.Deny);
        readings[1].State.ShouldBe(CounterState.Over);
        (await One(Operation.Rate(wide, cost: 0))).Remaining.ShouldBe(9);
    }

    [Fact]
    public async Task ApplyAsync_DeniedForSomethingElse_CountsAllTheSame()
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 10, 60_000);
        await Apply(Batch(Operation.Rate(rule)).Judged(Verdict.Deny));

        (await One(Operation.Rate(rule, cost: 0))).Remaining.ShouldBe(9);
    }

    [Fact]
    public async Task ApplyAsync_RateInMonitor_NeitherGatesNorKeepsOthersFromCounting()
    {
        var watched = Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 1, 60_000, name: "watched")) with { Gate = Verdict.None };
        var rule = Operation.Rule(RateAlgorithm.Fixed, 10, 60_000);
        await Apply(watched, Operation.Rate(rule));

        var readings = await Apply(watched, Operation.Rate(rule));

        readings[0].State.ShouldBe(CounterState.Over);
        readings.Severity.ShouldBe(Verdict.Allow);
        readings[1].Remaining.ShouldBe(8);
    }

    [Fact]
    public async Task ApplyAsync_SameLimitTwiceInABatch_MustFitTogether()
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 3, 60_000);
        (await Apply(Operation.Rate(rule, 2), Operation.Rate(rule, 2))).Severity.ShouldBe(Verdict.Deny);
        (await Apply(Operation.Rate(rule, 2), Operation.Rate(rule, 1))).Severity.ShouldBe(Verdict.Allow);
    }

    [Theory]
    [InlineData(-Amount.Greatest - 1)]
    [InlineData(Amount.Greatest + 1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task ApplyAsync_CostOutOfRange_IsOverAndCountsNothing(long cost)
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 10, 60_000, countDenied: true);
        (await One(Operation.Rate(rule, cost))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Rate(rule, 0))).Remaining.ShouldBe(10);
    }

    [Theory]
    [InlineData("Fixed")]
    [InlineData("Sliding")]
    [InlineData("Gcra")]
    public async Task ApplyAsync_ClockSetBack_ForgetsNoHitsAndHeals(string algorithm)
    {
        var rule = Operation.Rule(Enum.Parse<RateAlgorithm>(algorithm), 2, 1000, burst: 2);
        await One(Operation.Rate(rule, 2));

        Clock.Advance(TimeSpan.FromDays(-1));
        (await One(Operation.Rate(rule))).State.ShouldBe(CounterState.Over);
        Clock.Advance(2000);
        (await One(Operation.Rate(rule))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task ApplyAsync_CalendarWindow_IsPickedByTheStoresClock()
    {
        var start = Clock.Milliseconds;
        var rule = Operation.Rule(RateAlgorithm.Fixed, 1, 1_000) with { Calendar = CalendarUnit.Day };
        var hit = Operation.Rate(rule) with { Window = new CalendarWindow(start, start + 5_000, start + 9_000) };

        (await One(hit)).ResetAt.ShouldBe(start + 5_000);
        Clock.Advance(4_999);
        (await One(hit)).State.ShouldBe(CounterState.Over);
        Clock.Advance(1);
        var next = await One(hit);
        next.State.ShouldBe(CounterState.Ok);
        next.ResetAt.ShouldBe(start + 9_000);
        (await One(hit with { Window = new CalendarWindow(start + 5_000, start + 9_000, start + 13_000) })).State.ShouldBe(CounterState.Over, "the same window from the other side of midnight");
    }

    [Fact]
    public async Task ApplyAsync_CalendarWindowThatIsEmpty_IsOver()
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 1, 1_000) with { Calendar = CalendarUnit.Day };
        (await One(Operation.Rate(rule))).State.ShouldBe(CounterState.Over);
    }

    [Theory]
    [InlineData("a", "b_c", "a_b", "c")]
    [InlineData("a", "b:c", "a:b", "c")]
    [InlineData("a", "", "", "a")]
    [InlineData("x", "{acme}", "x{", "acme}")]
    [InlineData("x", "1", "x", "1\0")]
    public async Task ApplyAsync_DescriptorsThatJoinToTheSame_AreApart(string name, string descriptor, string otherName, string otherDescriptor)
    {
        await One(Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 1, 60_000, name: name), descriptor: descriptor));

        (await One(Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 1, 60_000, name: otherName), descriptor: otherDescriptor))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task ApplyAsync_OtherTenant_HasItsOwn()
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 1, 60_000);
        await Apply(Batch("acme", Operation.Rate(rule)));

        (await Apply(Batch("globex", Operation.Rate(rule))))[0].State.ShouldBe(CounterState.Ok);
    }

    private static int Number(string text) => int.Parse(text.TrimStart('+'), System.Globalization.CultureInfo.InvariantCulture);
}
