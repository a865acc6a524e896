using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Duplicates and strikes: events that count once each.</summary>
public abstract class EventConformance : CounterStoreConformance
{
    [Fact]
    public async Task Duplicate_SameTextUnderAnotherMessage_IsOver()
    {
        (await One(Operation.Duplicate("text", "m1"))).State.ShouldBe(CounterState.Ok);
        var again = await Apply(Operation.Duplicate("text", "m2"));

        again[0].State.ShouldBe(CounterState.Over);
        again[0].Used.ShouldBe(1);
        again.Severity.ShouldBe(Verdict.Deny);
        (await One(Operation.Duplicate("other", "m3"))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task Duplicate_SameMessageAgain_IsNeverItsOwn()
    {
        await One(Operation.Duplicate("text", "m1"));
        (await One(Operation.Duplicate("text", "m1"))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Duplicate("text", "m2"))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Duplicate("text", "m1"))).Used.ShouldBe(0, "the first is the first, whatever came later");
        (await One(Operation.Duplicate("text", "m2"))).Used.ShouldBe(1);
    }

    [Fact]
    public async Task Duplicate_AfterItsTime_IsForgotten()
    {
        await One(Operation.Duplicate("text", "m1", withinMs: 1000));
        Clock.Advance(999);
        (await One(Operation.Duplicate("text", "m2", withinMs: 1000))).State.ShouldBe(CounterState.Over);
        Clock.Advance(1000);
        (await One(Operation.Duplicate("text", "m3", withinMs: 1000))).State.ShouldBe(CounterState.Ok);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Duplicate_MaxRepeats_AllowsThatMany(int repeats)
    {
        for (var copy = 0; copy <= repeats; copy++)
        {
            (await One(Operation.Duplicate("text", $"m{copy}", maxRepeats: repeats))).State.ShouldBe(CounterState.Ok, $"copy {copy}");
        }

        for (var copy = 0; copy < 300; copy++)
        {
            (await One(Operation.Duplicate("text", $"n{copy}", maxRepeats: repeats))).State.ShouldBe(CounterState.Over, $"copy {copy} too many");
        }
    }

    [Fact]
    public async Task Duplicate_OfAMessageThatWasRefused_MayBeSentAgain()
    {
        await Apply(Batch(Operation.Duplicate("text", "m1")).Judged(Verdict.Deny));
        (await One(Operation.Duplicate("text", "m2"))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task Duplicate_WithoutMessageId_IsAnotherMessageEachTime()
    {
        await One(Operation.Duplicate("text", ""));
        (await One(Operation.Duplicate("text", ""))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Duplicate_OfAnotherSession_IsNone()
    {
        await One(Operation.Duplicate("text", "m1", session: "a"));
        (await One(Operation.Duplicate("text", "m2", session: "b"))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Duplicate("text", "m3", session: "a"))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Duplicate_OfTheLatest128Texts_IsFound()
    {
        for (var text = 0; text < 128; text++)
        {
            await One(Operation.Duplicate($"text {text}", $"m{text}"));
        }

        (await One(Operation.Duplicate("text 0", "n0"))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Duplicate("text 127", "n127"))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Duplicate_FloodOfOneText_DoesNotDriveOutAnother()
    {
        await One(Operation.Duplicate("first", "m"));
        for (var copy = 0; copy < 300; copy++)
        {
            await One(Operation.Duplicate("flood", $"m{copy}"));
        }

        (await One(Operation.Duplicate("first", "n"))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Duplicate_ExpiredText_MakesRoomAndIsForgotten()
    {
        await One(Operation.Duplicate("old", "m1", withinMs: 1000));
        Clock.Advance(600);
        await One(Operation.Duplicate("new", "m2", withinMs: 1000));
        Clock.Advance(600);

        (await One(Operation.Duplicate("old", "m3", withinMs: 1000))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Duplicate("new", "m4", withinMs: 1000))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Strike_ThirdOne_BlocksUntilTheBlockPasses()
    {
        (await One(Operation.Strike("m1"))).ShouldBe(Reading(CounterState.Ok, used: 1, remaining: 2, written: true));
        (await One(Operation.Strike("m2"))).ShouldBe(Reading(CounterState.Ok, used: 2, remaining: 1, written: true));
        var third = Clock.Milliseconds;
        (await One(Operation.Strike("m3"))).ShouldBe(Reading(CounterState.Over, used: 3, remaining: 0, written: true, resetAt: third + 7_200_000));

        Clock.Advance(7_199_999);
        var blocked = await Apply(Operation.Strike("m4", CounterWrite.No));
        blocked[0].ShouldBe(Reading(CounterState.Over, used: 3, remaining: 0, written: false, resetAt: third + 7_200_000));
        blocked.Severity.ShouldBe(Verdict.Deny);
        Clock.Advance(1);
        (await One(Operation.Strike("m5", CounterWrite.No))).ShouldBe(Reading(CounterState.Ok, used: 0, remaining: 3, written: false));
    }

    [Fact]
    public async Task Strike_WhileBlocked_DoesNotLengthenTheBlock()
    {
        var start = Clock.Milliseconds;
        foreach (var message in new[] { "m1", "m2", "m3" })
        {
            await One(Operation.Strike(message));
        }

        Clock.Advance(3_600_000);
        (await One(Operation.Strike("m4"))).ResetAt.ShouldBe(start + 7_200_000);
        Clock.Advance(3_600_000);
        (await One(Operation.Strike("m5", CounterWrite.No))).Used.ShouldBe(0);
    }

    [Fact]
    public async Task Strike_SameMessageAgain_CountsOnce()
    {
        await One(Operation.Strike("m1"));
        (await One(Operation.Strike("m1"))).ShouldBe(Reading(CounterState.Ok, used: 1, remaining: 2, written: true));
        (await One(Operation.Strike("m2"))).Used.ShouldBe(2);
    }

    [Fact]
    public async Task Strike_EachOne_IsForgottenAfterItsTime()
    {
        await One(Operation.Strike("m1"));
        Clock.Advance(1_800_000);
        await One(Operation.Strike("m2"));
        Clock.Advance(1_800_000);
        (await One(Operation.Strike("m3", CounterWrite.No))).Used.ShouldBe(1);
        Clock.Advance(1_800_000);
        (await One(Operation.Strike("m3", CounterWrite.No))).Used.ShouldBe(0);
    }

    [Fact]
    public async Task Strike_WithoutBlockOfItsOwn_IsOverWhileEnoughCount()
    {
        var start = Clock.Milliseconds;
        await One(Operation.Strike("m1", blockAt: 2, blockMs: 0));
        Clock.Advance(1_000);
        (await One(Operation.Strike("m2", blockAt: 2, blockMs: 0))).ShouldBe(Reading(CounterState.Over, 2, 0, true, start + 3_600_000));
        Clock.Advance(3_599_000);
        (await One(Operation.Strike("m3", CounterWrite.No, blockAt: 2, blockMs: 0))).ShouldBe(Reading(CounterState.Ok, 1, 1, false));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Strike_OnDuplicate_IsAddedWhenThereIsOneWhereverItStands(bool duplicate, int strikes)
    {
        await Apply(Operation.Duplicate("text", "m1"));

        var readings = await Apply(Operation.Strike("m2", CounterWrite.OnDuplicate), Operation.Duplicate(duplicate ? "text" : "new", "m2"));

        readings[0].Used.ShouldBe(strikes);
        (await One(Operation.Strike("m3", CounterWrite.No))).Used.ShouldBe(strikes);
    }

    [Fact]
    public async Task Strike_FirstOneThatBlocks_IsWritten()
    {
        (await One(Operation.Strike("m1", blockAt: 1))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Strike("m2", CounterWrite.No, blockAt: 1))).State.ShouldBe(CounterState.Over);
    }

    private static CounterReading Reading(CounterState state, long used, long remaining, bool written, long resetAt = 0) =>
        new() { State = state, Used = used, Remaining = remaining, Written = written, ResetAt = resetAt };
}
