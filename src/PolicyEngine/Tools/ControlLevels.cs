using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Tools;

/// <summary>What the risk asks for, and the floors below which no policy file can go (policy.md, CheckToolCall 6).</summary>
internal static class ControlLevels
{
    private static readonly string[] RiskCodes = ["risk.unknown", "risk.low", "risk.medium", "risk.high", "risk.critical"];

    public static string CodeOf(RiskLevel risk) => RiskCodes[(int)risk];

    public static void Inspect(PolicySnapshot snapshot, ToolDefinition tool, CallMode mode, Evaluation work)
    {
        work.Checks.Set(CheckKind.Risk, CheckOutcome.Ran);

        // Level 3 is not for monitoring: people approve it whatever the policy says, and as many as its risk asks for.
        var monitored = snapshot.Enforcement == Enforcement.Monitor && tool.Level < 3;
        var verdict = RiskRules.VerdictOf(work.Risk);
        if (verdict > Verdict.Allow)
        {
            Add(work, CodeOf(work.Risk), verdict, Reason.RiskLevel, monitored);
        }

        if (tool.Level >= 3)
        {
            Add(work, "risk.level_3", Verdict.RequireApproval, Reason.RiskLevel, monitored: false);
        }

        if (tool.Kind is ToolKind.Billing or ToolKind.Cancellation)
        {
            Add(work, tool.Kind == ToolKind.Billing ? "risk.billing" : "risk.cancellation", Verdict.RequireApproval, Reason.RiskLevel, monitored);
        }

        if (mode == CallMode.Copilot && tool.SideEffect == SideEffect.External)
        {
            Add(work, "copilot.external", Verdict.RequireApproval, Reason.CopilotReview, monitored);
        }
    }

    /// <summary>The least that a tool is ever answered, before arguments and counters are known.</summary>
    public static Verdict FloorOf(PolicySnapshot snapshot, ToolDefinition tool, CallMode mode)
    {
        var floor = RiskRules.VerdictOf(RiskRules.Of(snapshot.Sector, tool, RiskLevel.None, movesMoney: false));
        var held = tool.Level >= 3
            || tool.Kind is ToolKind.Billing or ToolKind.Cancellation
            || (mode == CallMode.Copilot && tool.SideEffect == SideEffect.External)
            || (snapshot.Sector == Sector.Retail && tool.Kind is (ToolKind.Discount or ToolKind.Pricing));
        return held ? floor.Or(Verdict.RequireApproval) : floor;
    }

    private static void Add(Evaluation work, string code, Verdict severity, Reason reason, bool monitored)
        => work.Findings.Add(new Finding(code, CheckKind.Risk, severity, reason) { Monitored = monitored });
}
