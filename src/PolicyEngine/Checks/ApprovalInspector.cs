using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Checks;

/// <summary>
/// What is asked again when a person approved a held call: the kill switch, active hours, limits and budgets, which are reserved anew. What the person
/// approved (risk, reviews, mode, a budget's approval point) is not asked twice; a tool that the policy has taken away since is denied.
/// </summary>
internal static class ApprovalInspector
{
    public static void Inspect(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        work.Checks.Set(CheckKind.ToolAccess, CheckOutcome.Ran);
        if (!snapshot.Tools.TryGetValue(check.Tool, out var tool))
        {
            work.Findings.Add(new Finding("tool.unknown", CheckKind.ToolAccess, Verdict.Deny, Reason.UnknownTool));
            work.StoppedEarly = true;
            return;
        }

        work.Tool = tool;
        if (!ToolArguments.Inspect(check, tool, work))
        {
            work.StoppedEarly = true;
            return;
        }

        work.Subject = ToolSubject.Of(check, tool, work.Arguments);
        if (snapshot.ActiveHours is { Outside: Verdict.Deny })
        {
            // Hours that ask for approval have had it.
            ToolActiveHours.Inspect(snapshot, check.Context, work);
        }

        if (string.Equals(tool.Name, ToolCallPlanner.MessageTool, StringComparison.Ordinal))
        {
            // A held message consumed nothing: of two that were approved in one run only the first is sent.
            ToolCallPlanner.AddOneMessage(snapshot, check, work);
        }

        LimitPlanner.AddToolCall(snapshot, check, tool, work, approved: true);
    }
}
