using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Member: the values of runs and sessions.</summary>
public abstract class MemberConformance : CounterStoreConformance
{
    private const int Most = 4096;

    [Theory]
    [InlineData(MemberSets.None, CounterState.Ok)]
    [InlineData(MemberSets.Untrusted, CounterState.Over)]
    [InlineData(MemberSets.Trusted, CounterState.Ok)]
    [InlineData(MemberSets.Untrusted | MemberSets.Trusted, CounterState.Ok)]
    [InlineData(MemberSets.Hidden, CounterState.Ok)]
    public async Task Member_ValueInTheseSets_GatesUnlessExcused(MemberSets sets, CounterState state)
    {
        await Apply(Keep(sets, 7));

        var readings = await Apply(Ask(7, 8));

        readings[0].State.ShouldBe(state);
        readings[0].Used.ShouldBe(state == CounterState.Over ? 1 : 0);
        readings.Severity.ShouldBe(state == CounterState.Over ? Verdict.RequireApproval : Verdict.Allow);
        readings.Members[0].ShouldBe(sets);
        readings.Members[1].ShouldBe(MemberSets.None);
    }

    [Fact]
    public async Task Member_AddedBitByBit_IsInAllOfItsSets()
    {
        await Apply(Keep(MemberSets.Untrusted, 7));
        await Apply(Keep(MemberSets.Trusted, 7));

        (await Apply(Ask(7))).Members[0].ShouldBe(MemberSets.Untrusted | MemberSets.Trusted);
    }

    [Fact]
    public async Task Member_AskedAndAddedAtOnce_AnswersWhatWasBefore()
    {
        var first = await Apply(Adding(Ask(7), MemberSets.Untrusted));
        first[0].State.ShouldBe(CounterState.Ok);
        first.Members[0].ShouldBe(MemberSets.None);

        (await Apply(Ask(7)))[0].State.ShouldBe(CounterState.Over);
    }

    [Theory]
    [InlineData("s1", "", false)]
    [InlineData("s1", "r1", true)]
    [InlineData("s2", "r1", true)]
    [InlineData("s1r", "1", true)]
    public async Task Member_OfAnotherRunOrSession_IsNotThere(string session, string run, bool absent)
    {
        await Apply(Keep(MemberSets.Untrusted, 7));
        var batch = Ask(7);
        batch.Operations[0] = batch.Operations[0] with { Descriptor = session, Name = run };

        (await Apply(batch)).Members[0].ShouldBe(absent ? MemberSets.None : MemberSets.Untrusted);
    }

    [Fact]
    public async Task Member_OfAnotherTenant_IsNotThere()
    {
        await Apply(Keep(MemberSets.Untrusted, 7));
        var batch = Ask(7);
        batch.Tenant = "globex";

        (await Apply(batch))[0].State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task Member_TwoOperationsOfTheSameValues_AnswersAreJoined()
    {
        var kept = Keep(MemberSets.Hidden, 7);
        kept.Operations[0] = kept.Operations[0] with { Name = "r1" };
        await Apply(kept);
        await Apply(Keep(MemberSets.Trusted, 7));
        var batch = Ask(7);
        batch.Operations[0] = batch.Operations[0] with { Name = "r1", MemberOf = MemberSets.Hidden, MemberUnless = MemberSets.Exposed, Gate = Verdict.None };
        batch.Add(batch.Operations[0] with { Name = "", MemberOf = MemberSets.None, MemberUnless = MemberSets.Trusted });

        var readings = await Apply(batch);

        readings.Members[0].ShouldBe(MemberSets.Hidden | MemberSets.Trusted);
        readings[0].State.ShouldBe(CounterState.Over);
        readings[1].State.ShouldBe(CounterState.Ok);
        readings.Severity.ShouldBe(Verdict.Allow);
    }

    [Theory]
    [InlineData(Verdict.AllowPostReview, MemberSets.Exposed | MemberSets.Hidden | MemberSets.Trusted | MemberSets.Untrusted)]
    [InlineData(Verdict.RequireApproval, MemberSets.Hidden | MemberSets.Untrusted)]
    [InlineData(Verdict.Deny, MemberSets.Hidden | MemberSets.Untrusted)]
    public async Task Member_CallThatDoesNotGoOn_KeepsOnlyWhatIsStricter(Verdict severity, MemberSets kept)
    {
        await Apply(Keep(MemberSets.Exposed | MemberSets.Hidden | MemberSets.Trusted | MemberSets.Untrusted, 7).Judged(severity));

        (await Apply(Ask(7))).Members[0].ShouldBe(kept);
    }

    [Fact]
    public async Task Member_AfterItsTime_IsForgotten()
    {
        await Apply(Keep(MemberSets.Untrusted, 7));
        Clock.Advance(50_000);
        await Apply(Keep(MemberSets.Untrusted, 8));
        Clock.Advance(59_999);
        (await Apply(Ask(7))).Members[0].ShouldBe(MemberSets.Untrusted, "each addition keeps all of them");
        Clock.Advance(1);
        (await Apply(Ask(7, 8))).Members.Items.ToArray().ShouldAllBe(sets => sets == MemberSets.None);
    }

    [Fact]
    public async Task Member_MoreThanARunHolds_IsToldFromThenOnAndForgetsNothing()
    {
        for (var start = 0; start < Most; start += 1024)
        {
            (await Apply(Keep(MemberSets.Untrusted, [.. Enumerable.Range(start + 1, 1024).Select(value => (ulong)value)])))[0].State.ShouldBe(CounterState.Ok);
        }

        (await Apply(Keep(MemberSets.Trusted, 5)))[0].State.ShouldBe(CounterState.Ok, "it is there already");
        (await Apply(Keep(MemberSets.Untrusted, Most + 1)))[0].State.ShouldBe(CounterState.Incomplete);

        var unknown = await Apply(Ask(Most + 2));
        unknown[0].State.ShouldBe(CounterState.Incomplete);
        unknown.Severity.ShouldBe(Verdict.RequireApproval, "what is not found may have been lost");
        (await Apply(Ask(Most)))[0].State.ShouldBe(CounterState.Over);
        (await Apply(Ask(5)))[0].State.ShouldBe(CounterState.Ok, "an excused value is no doubt");
    }

    [Fact]
    public async Task Member_CallThatHadMoreThanItCouldCarry_MakesTheSetsIncomplete()
    {
        var batch = Keep(MemberSets.Untrusted, 7);
        batch.Operations[0].MemberTruncated = true;
        (await Apply(batch))[0].State.ShouldBe(CounterState.Incomplete);

        (await Apply(Ask(8)))[0].State.ShouldBe(CounterState.Incomplete);
    }

    [Fact]
    public async Task Member_UnderAnotherKey_BeginsAnewAndSaysSo()
    {
        await Apply(Keep(MemberSets.Untrusted, 7));
        (await Apply(UnderKey(Ask(7), 2)))[0].State.ShouldBe(CounterState.Incomplete);
        (await Apply(UnderKey(Keep(MemberSets.Untrusted, 8), 2)))[0].State.ShouldBe(CounterState.Incomplete);

        var readings = await Apply(UnderKey(Ask(7, 8), 2));

        readings.Members[0].ShouldBe(MemberSets.None);
        readings.Members[1].ShouldBe(MemberSets.Untrusted);
        (await Apply(UnderKey(Ask(9), 2)))[0].State.ShouldBe(CounterState.Incomplete);

        static CounterBatch UnderKey(CounterBatch batch, ulong key)
        {
            batch.Operations[0].MemberKey = key;
            return batch;
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(1, int.MaxValue)]
    public async Task Member_RangeOutsideTheBatch_IsOver(int start, int count)
    {
        var batch = Ask(7);
        batch.Operations[0] = batch.Operations[0] with { MemberStart = start, MemberCount = count };

        (await Apply(batch))[0].State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Member_SameRequestAgain_GetsTheFirstAnswers()
    {
        await Apply(Keep(MemberSets.Untrusted, 8));
        await Apply(Ask(7, 8, 9).Retriable("r1", 1));
        await Apply(Keep(MemberSets.Trusted | MemberSets.Untrusted, 7, 8));

        var readings = await Apply(Ask(7, 8, 9).Retriable("r1", 1));

        readings.Repeated.ShouldBeTrue();
        readings[0].State.ShouldBe(CounterState.Over);
        readings.Members[0].ShouldBe(MemberSets.None);
        readings.Members[1].ShouldBe(MemberSets.Untrusted);
        readings.Members[2].ShouldBe(MemberSets.None);
    }

    [Fact]
    public async Task Member_GateThatHoldsBack_ReservesNothing()
    {
        await Apply(Keep(MemberSets.Untrusted, 7));
        var batch = Ask(7);
        batch.Add(Operation.Reserve(30, 100));

        (await Apply(batch.Holding(Guid.NewGuid()))).Reserved.ShouldBeFalse();
        (await One(Operation.Reserve(0, 100))).Used.ShouldBe(0);
    }

    private static CounterBatch Keep(MemberSets sets, params ReadOnlySpan<ulong> values) => Of(
        Operation.Of(CounterKind.Member, "", "s1") with { Gate = Verdict.None }, sets, values);

    private static CounterBatch Ask(params ReadOnlySpan<ulong> values) => Of(
        Operation.Of(CounterKind.Member, "", "s1") with { MemberOf = MemberSets.Untrusted, MemberUnless = MemberSets.Trusted, Gate = Verdict.RequireApproval },
        MemberSets.None,
        values);

    private static CounterBatch Adding(CounterBatch batch, MemberSets sets)
    {
        var values = batch.Members.Digests.ToArray();
        batch.Members.Clear();
        foreach (var value in values)
        {
            batch.Members.Add(value, sets);
        }

        return batch;
    }

    private static CounterBatch Of(CounterOperation operation, MemberSets sets, ReadOnlySpan<ulong> values)
    {
        var batch = Batch(operation with { MemberCount = values.Length, MemberKey = 1, WindowMs = 60_000 });
        foreach (var value in values)
        {
            batch.Members.Add(value, sets);
        }

        return batch;
    }
}
