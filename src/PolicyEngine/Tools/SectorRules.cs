using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Tools;

/// <summary>Rules of a sector besides those that change the risk itself (policy.md, CheckToolCall 5). They bind unless the tenant as a whole is monitored.</summary>
internal static class SectorRules
{
    /// <summary>Code of healthcare's rule: when its fact is missing, the risk is critical.</summary>
    public const string HealthcareReview = "sector.healthcare_legal_review";

    public static void Inspect(PolicySnapshot snapshot, ToolDefinition tool, ToolMoney money, Evaluation work)
    {
        work.Checks.Set(CheckKind.Sector, snapshot.Sector == Sector.Services ? CheckOutcome.Skipped : CheckOutcome.Ran);
        var monitored = snapshot.Enforcement == Enforcement.Monitor;
        switch (snapshot.Sector)
        {
            case Sector.Fintech:
                InspectFintech(snapshot, tool, money, monitored, work);
                break;
            case Sector.Healthcare when IsExternalCommunication(tool):
                if (!DoneBefore.Require(snapshot, "legal_review", FindingOf(HealthcareReview, Verdict.Escalate, monitored), work))
                {
                    work.Risk = RiskLevel.Critical;
                }

                break;
            case Sector.Retail when tool.Kind is ToolKind.Discount or ToolKind.Pricing:
                work.Findings.Add(FindingOf("sector.retail_price", Verdict.RequireApproval, monitored));
                break;
        }
    }

    private static void InspectFintech(PolicySnapshot snapshot, ToolDefinition tool, ToolMoney money, bool monitored, Evaluation work)
    {
        if (tool.Kind == ToolKind.CreateProposal)
        {
            DoneBefore.Require(snapshot, "compliance_alert", FindingOf("sector.fintech_compliance_alert", Verdict.Deny, monitored), work);
        }

        if (money.Moves)
        {
            work.Findings.Add(FindingOf("sector.fintech_money", Verdict.RequireApproval, monitored));
        }
    }

    private static bool IsExternalCommunication(ToolDefinition tool)
        => tool is { SideEffect: SideEffect.External, Kind: ToolKind.Communication or ToolKind.Publish or ToolKind.CreateProposal };

    private static Finding FindingOf(string code, Verdict severity, bool monitored)
        => new(code, CheckKind.Sector, severity, Reason.SectorRule) { Monitored = monitored };
}
