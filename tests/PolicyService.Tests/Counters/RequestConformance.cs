using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Retries under a request id.</summary>
public abstract class RequestConformance : CounterStoreConformance
{
    private static readonly RateRule Rule = Operation.Rule(RateAlgorithm.Fixed, 10, 3_600_000);

    [Fact]
    public async Task ApplyAsync_SameRequestAgain_GetsTheFirstReadingsAndCountsNothing()
    {
        var id = Guid.NewGuid();
        var first = Everything().Holding(id).Retriable("r1", 7);
        await Apply(first);
        Clock.Advance(5_000);

        var retry = Everything().Holding(Guid.NewGuid()).Retriable("r1", 7);
        var readings = await Apply(retry);

        readings.Repeated.ShouldBeTrue();
        readings.First.ShouldBe(first.Request);
        readings.Now.ShouldBe(first.Readings.Now);
        readings.ReservationId.ShouldBe(id);
        readings.LeaseEnd.ShouldBe(first.Readings.LeaseEnd);
        readings.Reserved.ShouldBeTrue();
        readings.Severity.ShouldBe(first.Readings.Severity);
        readings.Items[..4].ToArray().ShouldBe(first.Readings.Items[..4].ToArray());
        (await One(Operation.Rate(Rule, 0))).Used.ShouldBe(1);
        (await One(Operation.Strike("other", CounterWrite.No))).Used.ShouldBe(1);
        (await One(Operation.Reserve(0, 100))).Used.ShouldBe(30);
    }

    [Fact]
    public async Task ApplyAsync_RequestIdOfOtherContent_IsRefusedAndCountsNothing()
    {
        await Apply(Batch(Operation.Rate(Rule)).Retriable("r1", 7));

        var readings = await Apply(Batch(Operation.Rate(Rule)).Retriable("r1", 8));

        readings.RequestIdReused.ShouldBeTrue();
        readings.Repeated.ShouldBeFalse();
        readings.Severity.ShouldBe(Verdict.Deny);
        readings[0].State.ShouldBe(CounterState.NotRead);
        (await One(Operation.Rate(Rule, 0))).Used.ShouldBe(1);
    }

    [Fact]
    public async Task ApplyAsync_AfterTenMinutes_IsANewRequest()
    {
        await Apply(Batch(Operation.Rate(Rule)).Retriable("r1", 7));
        Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        (await Apply(Batch(Operation.Rate(Rule)).Retriable("r1", 7))).Repeated.ShouldBeTrue();
        Clock.Advance(1);

        (await Apply(Batch(Operation.Rate(Rule)).Retriable("r1", 9))).RequestIdReused.ShouldBeFalse();
        (await One(Operation.Rate(Rule, 0))).Used.ShouldBe(2);
        (await Apply(Batch(Operation.Rate(Rule)).Retriable("r1", 9))).Repeated.ShouldBeTrue();
    }

    [Fact]
    public async Task ApplyAsync_SameIdOfAnotherTenant_IsAnotherRequest()
    {
        await Apply(Batch("acme", Operation.Rate(Rule)).Retriable("r1", 7));
        var readings = await Apply(Batch("globex", Operation.Rate(Rule)).Retriable("r1", 8));

        readings.RequestIdReused.ShouldBeFalse();
        readings.Repeated.ShouldBeFalse();
    }

    [Fact]
    public async Task ApplyAsync_DeniedRequestAgain_IsDeniedTheSame()
    {
        var batch = Batch(Operation.Rate(Rule, 11)).Retriable("r1", 7);
        (await Apply(batch)).Severity.ShouldBe(Verdict.Deny);
        Clock.Advance(TimeSpan.FromMinutes(5));

        var again = await Apply(Batch(Operation.Rate(Rule, 11)).Retriable("r1", 7));
        again.Repeated.ShouldBeTrue();
        again.Severity.ShouldBe(Verdict.Deny);
        again[0].State.ShouldBe(CounterState.Over);
    }

    private static CounterBatch Everything() => Batch(
        Operation.Rate(Rule), Operation.Duplicate("text", "m1"), Operation.Strike("m1"), Operation.Reserve(30, 100));
}
