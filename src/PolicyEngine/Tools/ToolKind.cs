namespace AiDesk.Policy.Tools;

/// <summary>What an action is. In a policy file: the member's name in snake_case.</summary>
public enum ToolKind : byte
{
    /// <summary>Not said: the default risk is high.</summary>
    Unspecified,
    Analyze,
    ForecastPipeline,
    ClimateSurvey,
    CreateContent,
    AdjustCampaigns,
    CreateJobProfile,
    Publish,
    CreateProposal,
    AdvanceDeal,
    ReviewContract,
    ComplianceAlert,
    Communication,
    Pricing,
    Discount,
    Billing,
    Cancellation,
    Internal,
}
