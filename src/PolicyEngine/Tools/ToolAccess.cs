using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tools;

/// <summary>
/// May the tool be used at all, for this tenant, mode and autopilot level? Never monitored. In autopilot a person takes over when it may not.
/// </summary>
internal static class ToolAccess
{
    /// <summary>Sets <see cref="Evaluation.Tool"/>; null when the policy has no tool of that name.</summary>
    public static ToolDefinition? Inspect(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        work.Checks.Set(CheckKind.ToolAccess, CheckOutcome.Ran);
        var mode = check.Context.Mode;
        if (!snapshot.Tools.TryGetValue(check.Tool, out var tool))
        {
            Refuse(work, mode, "tool.unknown", Reason.UnknownTool, "");
            return null;
        }

        work.Tool = tool;
        if (!tool.Allows(mode))
        {
            Refuse(work, mode, "tool.mode", Reason.ToolNotAllowed, mode == CallMode.Copilot ? "not in copilot" : "not in autopilot");
        }
        else if (!IsWithinLevel(snapshot, tool, mode))
        {
            Refuse(work, mode, "tool.level", Reason.ToolNotAllowed, $"needs autopilot level {tool.Level}, the tenant has {snapshot.AutopilotLevel}");
        }

        return tool;
    }

    /// <summary>The level bounds what the agent does on its own; in copilot a person decides.</summary>
    public static bool IsWithinLevel(PolicySnapshot snapshot, ToolDefinition tool, CallMode mode)
        => mode != CallMode.Autopilot || tool.Level <= snapshot.AutopilotLevel;

    private static void Refuse(Evaluation work, CallMode mode, string code, Reason reason, string detail)
    {
        work.Findings.Add(new Finding(code, CheckKind.ToolAccess, Verdict.Deny, reason) { Field = "tool", Detail = detail });
        if (mode == CallMode.Autopilot)
        {
            work.Decision.Obligations |= Obligations.TransferToHuman;
        }
    }
}
