using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Strikes that a person takes back, of a session or of a user: whatever the policy counts by.</summary>
public abstract class StrikeResetConformance : CounterStoreConformance
{
    [Fact]
    public async Task ResetStrikesAsync_BlockedSession_IsFreeAndBeginsAnew()
    {
        var start = Clock.Milliseconds;
        foreach (var message in new[] { "m1", "m2", "m3" })
        {
            await One(Strike(message));
        }

        (await Store.ResetStrikesAsync("acme", "session", CancellationToken.None)).ShouldBe(new StrikesReset(IsDone: true, Any: true, start + 7_200_000));

        var free = await One(Strike("m4", CounterWrite.No));
        (free.State, free.Used, free.Remaining, free.ResetAt).ShouldBe((CounterState.Ok, 0, 3, 0));
        (await One(Strike("m5"))).Used.ShouldBe(1);
        (await One(Strike("m6"))).Used.ShouldBe(2);
        (await One(Strike("m7"))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task ResetStrikesAsync_StrikesWithoutBlock_AreForgotten()
    {
        await One(Strike("m1"));
        (await Store.ResetStrikesAsync("acme", "session", CancellationToken.None)).ShouldBe(new StrikesReset(IsDone: true, Any: true, 0));
        (await One(Strike("m1"))).Used.ShouldBe(1, "what struck is forgotten too");
    }

    [Fact]
    public async Task ResetStrikesAsync_NothingThere_SaysSoAndChangesNothing()
    {
        for (var time = 0; time < 2; time++)
        {
            (await Store.ResetStrikesAsync("acme", "session", CancellationToken.None)).ShouldBe(new StrikesReset(IsDone: true, Any: false, 0));
        }

        (await One(Strike("m1"))).Used.ShouldBe(1);
    }

    [Fact]
    public async Task ResetStrikesAsync_BlockThatHasPassed_IsNone()
    {
        await One(Strike("m1", blockAt: 1));
        Clock.Advance(7_200_000);
        (await Store.ResetStrikesAsync("acme", "session", CancellationToken.None)).Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("acme", "other")]
    [InlineData("acme", "")]
    [InlineData("globex", "session")]
    public async Task ResetStrikesAsync_OfAnother_LeavesTheRest(string tenant, string descriptor)
    {
        await One(Strike("m1"));
        await Store.ResetStrikesAsync(tenant, descriptor, CancellationToken.None);
        (await One(Strike("m2"))).Used.ShouldBe(2);
    }

    [Fact]
    public async Task ApplyAsync_ClearInABatchThatIsDenied_ChangesNothing()
    {
        await One(Strike("m1"));
        await Apply(Batch(Strike("", CounterWrite.Clear)).Judged(Verdict.Deny));
        (await One(Strike("m2"))).Used.ShouldBe(2);
    }

    private static CounterOperation Strike(string message, CounterWrite write = CounterWrite.Always, int blockAt = 3) =>
        Operation.Strike(message, write, blockAt) with { Name = StrikeRules.CounterName };
}
