using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Risk;

/// <summary>The risk of a kind of action when the policy does not give the tool one of its own (policy.md, CheckToolCall 6).</summary>
internal static class KindRisks
{
    /// <param name="kind">What the action is.</param>
    /// <param name="movesMoney">One of the call's monetary values is not zero.</param>
    public static RiskLevel DefaultOf(ToolKind kind, bool movesMoney) => kind switch
    {
        ToolKind.Analyze or ToolKind.ForecastPipeline or ToolKind.ClimateSurvey or ToolKind.Internal => RiskLevel.Low,
        ToolKind.CreateContent or ToolKind.AdjustCampaigns or ToolKind.CreateJobProfile or ToolKind.Communication => RiskLevel.Medium,
        ToolKind.ReviewContract => RiskLevel.Critical,
        ToolKind.ComplianceAlert => movesMoney ? RiskLevel.Critical : RiskLevel.High,

        // publish, create_proposal, advance_deal, pricing, discount, billing, cancellation; and what no kind was given for.
        _ => RiskLevel.High,
    };
}
