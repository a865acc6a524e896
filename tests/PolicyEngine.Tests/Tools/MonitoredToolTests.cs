using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

/// <summary>MONITOR in the engine: a check that could not run binds whatever is monitored, and what binds says ENFORCE.</summary>
public sealed class MonitoredToolTests
{
    /// <summary>Counters that do not answer; what a monitored tenant hears.</summary>
    [Theory]
    [InlineData(CounterKind.Bind, Verdict.Deny, Reason.DependencyDown)]
    [InlineData(CounterKind.Require, Verdict.Deny, Reason.DependencyDown)]
    [InlineData(CounterKind.OnceOnly, Verdict.Deny, Reason.DependencyDown)]
    [InlineData(CounterKind.Taint, Verdict.AllowPostReview, Reason.SessionTainted)]
    public void Check_MonitoredAndACounterDoesNotAnswer_Binds(CounterKind silent, Verdict verdict, Reason reason)
    {
        var tool = ToolBench.Tool(ToolCallPlanner.MessageTool, ToolKind.CreateProposal) with { Risk = RiskLevel.Low, SideEffect = SideEffect.External };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) with { Sector = Sector.Fintech, Enforcement = Enforcement.Monitor } };
        bench.Facts.Add("compliance_alert/c-1");
        bench.Silent.Add(silent);

        var decision = bench.Check(ToolBench.Call(ToolCallPlanner.MessageTool));

        decision.Verdict.ShouldBe(verdict);
        decision.Reason.ShouldBe(reason);
        decision.Degraded.ShouldBeTrue();
        decision.Enforcement.ShouldBe(Enforcement.Enforce);
    }

    [Theory]
    [InlineData(1, RiskLevel.Low, false, Verdict.Allow, Verdict.Allow, Enforcement.Monitor)]
    [InlineData(1, RiskLevel.Critical, false, Verdict.Allow, Verdict.Escalate, Enforcement.Monitor)]
    [InlineData(3, RiskLevel.Low, false, Verdict.RequireApproval, Verdict.RequireApproval, Enforcement.Enforce)]
    [InlineData(3, RiskLevel.Critical, false, Verdict.Escalate, Verdict.Escalate, Enforcement.Enforce)]
    [InlineData(1, RiskLevel.High, true, Verdict.Allow, Verdict.Escalate, Enforcement.Monitor)]
    [InlineData(3, RiskLevel.High, true, Verdict.Escalate, Verdict.Escalate, Enforcement.Enforce)]
    public void Check_MonitoredTenant_LevelThreeIsNotMonitored(int level, RiskLevel risk, bool tainted, Verdict verdict, Verdict enforced, Enforcement enforcement)
    {
        var tool = ToolBench.Tool("act", ToolKind.Internal) with { Level = level, Risk = risk, SideEffect = SideEffect.External };
        var bench = new ToolBench
        {
            Snapshot = ToolBench.SnapshotOf(tool) with { AutopilotLevel = 3, Enforcement = Enforcement.Monitor },
            Tainted = tainted,
        };

        var decision = bench.Check(ToolBench.Call("act"));

        decision.Verdict.ShouldBe(verdict);
        decision.EnforcedVerdict.ShouldBe(enforced);
        decision.Enforcement.ShouldBe(enforcement);
    }
}
