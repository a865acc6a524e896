using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Tools;

/// <summary>The tools that a model may be offered: a tool that CheckToolCall would refuse whatever its arguments is not shown.</summary>
public static class ToolListing
{
    /// <param name="snapshot">The tenant's policy.</param>
    /// <param name="mode">Who acts; none is offered nothing.</param>
    /// <param name="level">Autopilot level, 1 to 3; 0 takes the policy's, and one above the policy's is the policy's.</param>
    /// <returns>By name, ordinal.</returns>
    public static IEnumerable<ToolOffer> For(PolicySnapshot snapshot, CallMode mode, int level)
    {
        var granted = level <= 0 ? snapshot.AutopilotLevel : Math.Min(level, snapshot.AutopilotLevel);
        return snapshot.Tools.Values
            .Where(tool => tool.Allows(mode) && (mode != CallMode.Autopilot || tool.Level <= granted))
            .OrderBy(tool => tool.Name, StringComparer.Ordinal)
            .Select(tool => new ToolOffer(
                tool,
                RiskRules.Of(snapshot.Sector, tool, RiskLevel.None, movesMoney: false),
                ControlLevels.FloorOf(snapshot, tool, mode) > Verdict.AllowPostReview));
    }
}

/// <summary>One tool of a listing.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Risk">Its risk before arguments are known.</param>
/// <param name="NeedsApproval">Every call of it is held for a person, whatever its arguments.</param>
public readonly record struct ToolOffer(ToolDefinition Tool, RiskLevel Risk, bool NeedsApproval);
