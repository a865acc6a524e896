using System.Collections.Immutable;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

/// <summary>Hours, reviews, one message per run, taint: what comes before the risk, and what readings add to it.</summary>
public sealed class ToolGuardrailTests
{
    [Theory]
    [InlineData("2026-11-18T12:00:00Z", Enforcement.Enforce, Verdict.Allow)]
    [InlineData("2026-11-18T06:59:00Z", Enforcement.Enforce, Verdict.Deny)]
    [InlineData("2026-11-18T18:59:00Z", Enforcement.Enforce, Verdict.Allow)]
    [InlineData("2026-11-18T19:00:00Z", Enforcement.Enforce, Verdict.Deny)]
    [InlineData("2026-11-21T12:00:00Z", Enforcement.Enforce, Verdict.Deny)]
    [InlineData("2026-11-21T12:00:00Z", Enforcement.Monitor, Verdict.Allow)]
    [InlineData("2026-07-15T06:00:00Z", Enforcement.Enforce, Verdict.Allow)]
    [InlineData("2026-07-15T05:59:00Z", Enforcement.Enforce, Verdict.Deny)]
    public void Check_ActiveHours_AreTheTenantsWallClock(string now, Enforcement enforcement, Verdict verdict)
    {
        ImmutableArray<MinuteRange> open = [new MinuteRange(8 * 60, 20 * 60)];
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with
        {
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"),
            ActiveHours = new ActiveHours { Days = [[], open, open, open, open, open, []], Enforcement = enforcement },
        };
        var call = ToolBench.Call("look_up");

        bench.Check(call with { Context = call.Context with { Now = DateTimeOffset.Parse(now, null) } }).Verdict.ShouldBe(verdict);
    }

    [Theory]
    [InlineData(true, "", "", Enforcement.Enforce, Verdict.RequireApproval)]
    [InlineData(false, "", "", Enforcement.Enforce, Verdict.Allow)]
    [InlineData(true, "legal_review", "", Enforcement.Enforce, Verdict.RequireApproval)]
    [InlineData(true, "legal_review", "legal_review/c-1", Enforcement.Enforce, Verdict.Allow)]
    [InlineData(true, "legal_review", "legal_review/c-2", Enforcement.Enforce, Verdict.RequireApproval)]
    [InlineData(true, "legal_review", "", Enforcement.Monitor, Verdict.Allow)]
    [InlineData(true, "", "", Enforcement.Monitor, Verdict.Allow)]
    public void Check_Review_HoldsUntilItIsDone(bool applies, string unlessDone, string fact, Enforcement enforcement, Verdict verdict)
    {
        var review = new ReviewRule
        {
            Name = "legal",
            When = new Fixed(applies),
            UnlessDone = unlessDone,
            Reason = Reason.LegalReview,
            Enforcement = enforcement,
        };
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with { Reviews = [review] };
        bench.Facts.Add(fact);

        var decision = bench.Check(ToolBench.Call("look_up"));

        decision.Verdict.ShouldBe(verdict);
        decision.Reason.ShouldBe(verdict == Verdict.Allow ? Reason.Ok : Reason.LegalReview);
    }

    [Fact]
    public void Check_ReviewUnlessAnotherConditionHolds_LetsGo()
    {
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with { Reviews = [new ReviewRule { Name = "finance", When = new Fixed(true), Unless = new Fixed(true) }] };

        bench.Check(ToolBench.Call("look_up")).Verdict.ShouldBe(Verdict.Allow);
    }

    [Theory]
    [InlineData("1000", 1000, false)]
    [InlineData("1000.01", 1000, true)]
    [InlineData("-1500", 1000, true)]
    [InlineData("\"1.500\"", 1, true)]
    [InlineData("\"1,5\"", 1000, true)]
    [InlineData("null", 0, false)]
    public void Check_ReviewAboveAnAmount_SeesTheMagnitude(string amount, int above, bool held)
    {
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with { Reviews = [new ReviewRule { Name = "finance", When = new MoneyAbove(above) }] };

        bench.Check(ToolBench.Call("look_up", $$"""{"contact_id":"c-1","amount":{{amount}}}""")).Verdict.ShouldBe(held ? Verdict.RequireApproval : Verdict.Allow);
    }

    [Theory]
    [InlineData("", Verdict.Allow, Reason.Ok)]
    [InlineData("call-1", Verdict.Allow, Reason.Ok)]
    [InlineData("call-0", Verdict.Deny, Reason.OneMessagePerRun)]
    public void Check_SendMessage_OncePerRun(string sentBy, Verdict verdict, Reason reason)
    {
        var bench = new ToolBench
        {
            Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("send_message", ToolKind.Communication) with { Risk = RiskLevel.Low }),
            MessageSentBy = sentBy,
        };

        var decision = bench.Check(ToolBench.Call("send_message"));

        decision.Verdict.ShouldBe(verdict);
        decision.Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(RiskLevel.Low, SideEffect.External, Verdict.AllowPostReview, RiskLevel.Medium)]
    [InlineData(RiskLevel.Medium, SideEffect.External, Verdict.RequireApproval, RiskLevel.High)]
    [InlineData(RiskLevel.High, SideEffect.External, Verdict.Escalate, RiskLevel.Critical)]
    [InlineData(RiskLevel.Critical, SideEffect.External, Verdict.Escalate, RiskLevel.Critical)]
    [InlineData(RiskLevel.Low, SideEffect.Internal, Verdict.Allow, RiskLevel.Low)]
    [InlineData(RiskLevel.Low, SideEffect.None, Verdict.Allow, RiskLevel.Low)]
    public void Check_TaintedSession_RaisesExternalSideEffects(RiskLevel own, SideEffect sideEffect, Verdict verdict, RiskLevel risk)
    {
        var tool = ToolBench.Tool("act", ToolKind.Internal) with { Risk = own, SideEffect = sideEffect };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool), Tainted = true };

        bench.Check(ToolBench.Call("act")).Verdict.ShouldBe(verdict);
        bench.Work.Risk.ShouldBe(risk);
    }

    [Fact]
    public void Check_TaintThatCannotBeRead_CountsAsSet()
    {
        var tool = ToolBench.Tool("act", ToolKind.Internal) with { SideEffect = SideEffect.External };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) };
        bench.Silent.Add(CounterKind.Taint);

        var decision = bench.Check(ToolBench.Call("act"));

        decision.Verdict.ShouldBe(Verdict.AllowPostReview);
        decision.Reason.ShouldBe(Reason.SessionTainted);
        decision.Degraded.ShouldBeTrue();
    }

    [Fact]
    public void Check_FactThatCannotBeRead_IsDenied()
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", ToolKind.CreateProposal)) with { Sector = Sector.Fintech } };
        bench.Silent.Add(CounterKind.Require);

        var decision = bench.Check(ToolBench.Call("act"));

        decision.Verdict.ShouldBe(Verdict.Deny);
        decision.Reason.ShouldBe(Reason.DependencyDown);
    }

    [Fact]
    public void Check_MoreRulesThanOneDecisionCanRead_IsDenied()
    {
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with
        {
            Reviews = [.. Enumerable.Range(0, 40).Select(i => new ReviewRule { Name = $"r{i}", When = new Fixed(true), UnlessDone = $"fact_{i}" })],
        };
        bench.Facts.UnionWith(Enumerable.Range(0, 40).Select(i => $"fact_{i}/c-1"));

        var decision = bench.Check(ToolBench.Call("look_up"));

        decision.Verdict.ShouldBe(Verdict.Deny);
        decision.Reason.ShouldBe(Reason.CheckFailed);
    }

    [Fact]
    public void Inspect_EveryGate_IsWhatItsReadingWouldMake()
    {
        var tool = ToolBench.Tool("send_message", ToolKind.Communication) with { SideEffect = SideEffect.External };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) with { Sector = Sector.Healthcare } };

        bench.Check(ToolBench.Call("send_message"));

        for (var i = 0; i < bench.Work.Counters.Count; i++)
        {
            bench.Work.Counters.Operations[i].Gate.ShouldBe(bench.Work.Plan[i].Severity, bench.Work.Plan[i].Code);
        }

        bench.Work.Counters.Operations.ToArray().Select(operation => operation.Kind)
            .ShouldBe([CounterKind.Bind, CounterKind.Require, CounterKind.OnceOnly, CounterKind.Taint]);
    }

    private sealed class Fixed(bool holds) : Condition
    {
        public override bool Holds(in ConditionFacts facts) => holds;
    }

    private sealed class MoneyAbove(decimal above) : Condition
    {
        public override bool Holds(in ConditionFacts facts) => facts.Money > above;
    }
}
