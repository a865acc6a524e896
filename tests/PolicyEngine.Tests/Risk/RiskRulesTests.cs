using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Risk;

public sealed class RiskRulesTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000).WithCommittedSeed(20261120, 4717);

    [Theory]
    [InlineData(ToolKind.Analyze, RiskLevel.Low)]
    [InlineData(ToolKind.ForecastPipeline, RiskLevel.Low)]
    [InlineData(ToolKind.ClimateSurvey, RiskLevel.Low)]
    [InlineData(ToolKind.CreateContent, RiskLevel.Medium)]
    [InlineData(ToolKind.AdjustCampaigns, RiskLevel.Medium)]
    [InlineData(ToolKind.CreateJobProfile, RiskLevel.Medium)]
    [InlineData(ToolKind.Publish, RiskLevel.High)]
    [InlineData(ToolKind.CreateProposal, RiskLevel.High)]
    [InlineData(ToolKind.AdvanceDeal, RiskLevel.High)]
    [InlineData(ToolKind.ReviewContract, RiskLevel.Critical)]
    [InlineData(ToolKind.ComplianceAlert, RiskLevel.High)]
    [InlineData(ToolKind.Communication, RiskLevel.Medium)]
    [InlineData(ToolKind.Pricing, RiskLevel.High)]
    [InlineData(ToolKind.Discount, RiskLevel.High)]
    [InlineData(ToolKind.Billing, RiskLevel.High)]
    [InlineData(ToolKind.Cancellation, RiskLevel.High)]
    [InlineData(ToolKind.Internal, RiskLevel.Low)]
    [InlineData(ToolKind.Unspecified, RiskLevel.High)]
    public void Of_NoRiskOfItsOwn_TakesTheKinds(ToolKind kind, RiskLevel risk)
    {
        RiskRules.Of(Sector.Services, ToolOf(kind), RiskLevel.None, movesMoney: false).ShouldBe(risk);
    }

    [Fact]
    public void Of_ComplianceAlertThatMovesMoney_IsCritical()
    {
        RiskRules.Of(Sector.Fintech, ToolOf(ToolKind.ComplianceAlert), RiskLevel.None, movesMoney: true).ShouldBe(RiskLevel.Critical);
    }

    [Theory]
    [InlineData(RiskLevel.Low, RiskLevel.None, RiskLevel.Low)]
    [InlineData(RiskLevel.Low, RiskLevel.Critical, RiskLevel.Critical)]
    [InlineData(RiskLevel.High, RiskLevel.Low, RiskLevel.High)]
    [InlineData(RiskLevel.Medium, RiskLevel.High, RiskLevel.High)]
    [InlineData(RiskLevel.Low, (RiskLevel)9, RiskLevel.Critical)]
    public void Of_DeclaredRisk_OnlyRaises(RiskLevel own, RiskLevel declared, RiskLevel risk)
    {
        RiskRules.Of(Sector.Services, ToolOf(ToolKind.Internal) with { Risk = own }, declared, movesMoney: false).ShouldBe(risk);
    }

    [Theory]
    [InlineData(ToolKind.CreateContent, RiskLevel.None, RiskLevel.Low)]
    [InlineData(ToolKind.Publish, RiskLevel.None, RiskLevel.Medium)]
    [InlineData(ToolKind.Publish, RiskLevel.Low, RiskLevel.Low)]
    [InlineData(ToolKind.AdjustCampaigns, RiskLevel.None, RiskLevel.Medium)]
    public void Of_Retail_LowersContentByOneLevel(ToolKind kind, RiskLevel own, RiskLevel risk)
    {
        RiskRules.Of(Sector.Retail, ToolOf(kind) with { Risk = own }, RiskLevel.None, movesMoney: false).ShouldBe(risk);
    }

    [Theory]
    [InlineData(RiskLevel.Low, Verdict.Allow)]
    [InlineData(RiskLevel.Medium, Verdict.AllowPostReview)]
    [InlineData(RiskLevel.High, Verdict.RequireApproval)]
    [InlineData(RiskLevel.Critical, Verdict.Escalate)]
    [InlineData(RiskLevel.None, Verdict.RequireApproval)]
    public void VerdictOf_Risk_IsItsControlLevel(RiskLevel risk, Verdict verdict) => RiskRules.VerdictOf(risk).ShouldBe(verdict);

    [Fact]
    public void Of_AnyCall_DeclaringMoreNeverGivesLess()
    {
        var cases = from sector in Gen.Elements(Enum.GetValues<Sector>())
                    from kind in Gen.Elements(Enum.GetValues<ToolKind>())
                    from own in Gen.Elements(Enum.GetValues<RiskLevel>())
                    from declared in Gen.Elements(Enum.GetValues<RiskLevel>())
                    from moves in Gen.Elements(true, false)
                    select (sector, kind, own, declared, moves);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var tool = ToolOf(c.kind) with { Risk = c.own };
            var without = RiskRules.Of(c.sector, tool, RiskLevel.None, c.moves);
            var with = RiskRules.Of(c.sector, tool, c.declared, c.moves);
            return with >= without && with >= c.declared && RiskRules.VerdictOf(RiskRules.Raised(with)) >= RiskRules.VerdictOf(with);
        }).Check(Runs);
    }

    private static ToolDefinition ToolOf(ToolKind kind) => new() { Name = "tool", Kind = kind };
}
