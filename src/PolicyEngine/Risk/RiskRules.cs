using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Risk;

/// <summary>How risky a tool call is, and what control that asks for (policy.md, CheckToolCall 5 and 6).</summary>
internal static class RiskRules
{
    /// <summary>
    /// The tool's own risk, else its kind's; one level lower for content in retail (the one rule that lowers anything); then whatever the caller or the
    /// model declares, if that is higher. A declared value that is no level counts as critical.
    /// </summary>
    public static RiskLevel Of(Sector sector, ToolDefinition tool, RiskLevel declared, bool movesMoney)
    {
        var risk = tool.Risk == RiskLevel.None ? KindRisks.DefaultOf(tool.Kind, movesMoney) : tool.Risk;
        if (sector == Sector.Retail && IsContent(tool.Kind) && risk > RiskLevel.Low)
        {
            risk--;
        }

        var raised = declared > RiskLevel.Critical ? RiskLevel.Critical : declared;
        return raised > risk ? raised : risk;
    }

    /// <summary>Content kinds: create_content and publish.</summary>
    public static bool IsContent(ToolKind kind) => kind is ToolKind.CreateContent or ToolKind.Publish;

    /// <summary>Risk to control level; a risk that nobody set asks for what high does.</summary>
    public static Verdict VerdictOf(RiskLevel risk) => risk switch
    {
        RiskLevel.Low => Verdict.Allow,
        RiskLevel.Medium => Verdict.AllowPostReview,
        RiskLevel.Critical => Verdict.Escalate,
        _ => Verdict.RequireApproval,
    };

    /// <summary>One level up, at most critical: what a tainted session does to external side effects.</summary>
    public static RiskLevel Raised(RiskLevel risk) => risk >= RiskLevel.Critical ? RiskLevel.Critical : risk + 1;
}
