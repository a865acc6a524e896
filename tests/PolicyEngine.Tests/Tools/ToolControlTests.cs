using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

/// <summary>Risk, floors and sectors, as policy.md lists them.</summary>
public sealed class ToolControlTests
{
    private const string Money = """{"contact_id":"c-1","amount":100}""";
    private const string NoMoney = """{"contact_id":"c-1","amount":0}""";

    [Theory]
    [InlineData(ToolKind.Internal, SideEffect.None, CallMode.Autopilot, Verdict.Allow, Reason.Ok)]
    [InlineData(ToolKind.CreateContent, SideEffect.Internal, CallMode.Autopilot, Verdict.AllowPostReview, Reason.RiskLevel)]
    [InlineData(ToolKind.AdvanceDeal, SideEffect.Internal, CallMode.Autopilot, Verdict.RequireApproval, Reason.RiskLevel)]
    [InlineData(ToolKind.ReviewContract, SideEffect.Internal, CallMode.Autopilot, Verdict.Escalate, Reason.RiskLevel)]
    [InlineData(ToolKind.Internal, SideEffect.External, CallMode.Autopilot, Verdict.Allow, Reason.Ok)]
    [InlineData(ToolKind.Internal, SideEffect.External, CallMode.Copilot, Verdict.RequireApproval, Reason.CopilotReview)]
    [InlineData(ToolKind.Communication, SideEffect.External, CallMode.Copilot, Verdict.RequireApproval, Reason.CopilotReview)]
    [InlineData(ToolKind.Internal, SideEffect.Internal, CallMode.Copilot, Verdict.Allow, Reason.Ok)]
    public void Check_KindAndSideEffect_GiveTheControlLevel(ToolKind kind, SideEffect sideEffect, CallMode mode, Verdict verdict, Reason reason)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", kind) with { SideEffect = sideEffect }) };

        var decision = bench.Check(ToolBench.Call("act", mode: mode));

        decision.Verdict.ShouldBe(verdict);
        decision.Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(ToolKind.Billing, 1, "risk.billing")]
    [InlineData(ToolKind.Cancellation, 1, "risk.cancellation")]
    [InlineData(ToolKind.Internal, 3, "risk.level_3")]
    public void Check_PolicyCallsItLow_FloorStillHolds(ToolKind kind, int level, string code)
    {
        var tool = ToolBench.Tool("act", kind) with { Risk = RiskLevel.Low, Level = level };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) with { AutopilotLevel = 3 } };

        bench.Check(ToolBench.Call("act")).Verdict.ShouldBe(Verdict.RequireApproval);

        bench.Codes.ShouldBe([code]);
    }

    [Fact]
    public void Check_MonitoredTenant_OnlyLevelThreeIsStillHeld()
    {
        var low = ToolBench.Tool("act", ToolKind.Billing) with { SideEffect = SideEffect.External };
        var bench = new ToolBench
        {
            Snapshot = ToolBench.SnapshotOf(low, low with { Name = "act_3", Level = 3 }) with { AutopilotLevel = 3, Enforcement = Enforcement.Monitor },
        };

        bench.Check(ToolBench.Call("act")).Verdict.ShouldBe(Verdict.Allow);
        bench.Work.Decision.EnforcedVerdict.ShouldBe(Verdict.RequireApproval);
        bench.Check(ToolBench.Call("act_3")).Verdict.ShouldBe(Verdict.RequireApproval);
    }

    [Theory]
    [InlineData(RiskLevel.Critical, Verdict.Escalate)]
    [InlineData(RiskLevel.Low, Verdict.AllowPostReview)]
    public void Check_DeclaredRisk_OnlyRaises(RiskLevel declared, Verdict verdict)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", ToolKind.CreateContent)) };

        bench.Check(ToolBench.Call("act") with { DeclaredRisk = declared }).Verdict.ShouldBe(verdict);
    }

    [Theory]
    [InlineData(ToolKind.CreateProposal, NoMoney, "", Verdict.Deny, Reason.SectorRule)]
    [InlineData(ToolKind.CreateProposal, NoMoney, "compliance_alert/c-2", Verdict.Deny, Reason.SectorRule)]
    [InlineData(ToolKind.CreateProposal, NoMoney, "compliance_alert/c-1", Verdict.RequireApproval, Reason.RiskLevel)]
    [InlineData(ToolKind.Analyze, Money, "", Verdict.RequireApproval, Reason.SectorRule)]
    [InlineData(ToolKind.Analyze, NoMoney, "", Verdict.Allow, Reason.Ok)]
    [InlineData(ToolKind.Analyze, """{"contact_id":"c-1","amount":"about a hundred"}""", "", Verdict.RequireApproval, Reason.SectorRule)]
    [InlineData(ToolKind.ComplianceAlert, NoMoney, "", Verdict.RequireApproval, Reason.RiskLevel)]
    [InlineData(ToolKind.ComplianceAlert, Money, "", Verdict.Escalate, Reason.RiskLevel)]
    public void Check_Fintech_WantsComplianceAndHoldsMoney(ToolKind kind, string arguments, string fact, Verdict verdict, Reason reason)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", kind)) with { Sector = Sector.Fintech } };
        bench.Facts.Add(fact);

        var decision = bench.Check(ToolBench.Call("act", arguments));

        decision.Verdict.ShouldBe(verdict);
        decision.Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData(ToolKind.Communication, SideEffect.External, "", Verdict.Escalate, RiskLevel.Critical)]
    [InlineData(ToolKind.Communication, SideEffect.External, "legal_review/c-1", Verdict.AllowPostReview, RiskLevel.Medium)]
    [InlineData(ToolKind.Communication, SideEffect.Internal, "", Verdict.AllowPostReview, RiskLevel.Medium)]
    [InlineData(ToolKind.Publish, SideEffect.External, "", Verdict.Escalate, RiskLevel.Critical)]
    [InlineData(ToolKind.CreateProposal, SideEffect.External, "", Verdict.Escalate, RiskLevel.Critical)]
    [InlineData(ToolKind.Analyze, SideEffect.External, "", Verdict.Allow, RiskLevel.Low)]
    public void Check_Healthcare_ExternalCommunicationWithoutReviewIsCritical(ToolKind kind, SideEffect sideEffect, string fact, Verdict verdict, RiskLevel risk)
    {
        var tool = ToolBench.Tool("act", kind) with { SideEffect = sideEffect };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) with { Sector = Sector.Healthcare } };
        bench.Facts.Add(fact);

        bench.Check(ToolBench.Call("act")).Verdict.ShouldBe(verdict);
        bench.Work.Risk.ShouldBe(risk);
    }

    [Fact]
    public void Check_HealthcareWithoutASubject_IsCritical()
    {
        var tool = ToolBench.Tool("act", ToolKind.Communication) with { SideEffect = SideEffect.External, Subject = "" };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) with { Sector = Sector.Healthcare } };

        bench.Check(ToolBench.Call("act")).Verdict.ShouldBe(Verdict.Escalate);
        bench.Work.Risk.ShouldBe(RiskLevel.Critical);
    }

    [Theory]
    [InlineData(ToolKind.Publish, RiskLevel.None, Verdict.AllowPostReview)]
    [InlineData(ToolKind.CreateContent, RiskLevel.None, Verdict.Allow)]
    [InlineData(ToolKind.Discount, RiskLevel.Low, Verdict.RequireApproval)]
    [InlineData(ToolKind.Pricing, RiskLevel.Low, Verdict.RequireApproval)]
    public void Check_Retail_LowersContentAndHoldsPrices(ToolKind kind, RiskLevel own, Verdict verdict)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", kind) with { Risk = own }) with { Sector = Sector.Retail } };

        bench.Check(ToolBench.Call("act")).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void Check_SubjectOfTheCaller_CountsOnlyForAToolWithoutAPointer()
    {
        var tool = ToolBench.Tool("act", ToolKind.CreateProposal);
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool, tool with { Name = "bare", Subject = "" }) with { Sector = Sector.Fintech } };
        bench.Facts.Add("compliance_alert/c-9");

        bench.Check(ToolBench.Call("act", NoMoney) with { Subject = "c-9" }).Verdict.ShouldBe(Verdict.Deny);
        bench.Check(ToolBench.Call("bare", NoMoney) with { Subject = "c-9" }).Verdict.ShouldBe(Verdict.RequireApproval);
    }
}
