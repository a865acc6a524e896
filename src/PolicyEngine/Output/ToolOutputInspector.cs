using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Output;

/// <summary>
/// FilterToolOutput before the counters. Whatever happens, <see cref="Evaluation.Json"/> is JSON that a model may see: an empty object at the least.
/// The kill switch is the caller's to plan.
/// </summary>
internal static class ToolOutputInspector
{
    public static void Inspect(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work)
    {
        RunPlanner.AddBinding(check.Context, work);
        SessionPlanner.AddTaint(check.Context, InspectOutcome(snapshot, check, work), work);
    }

    private static bool InspectOutcome(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work)
    {
        work.Checks.Set(CheckKind.ToolAccess, CheckOutcome.Ran);
        if (!snapshot.Tools.TryGetValue(check.Tool, out var tool))
        {
            OutputFilter.WriteNothing(work);
            work.StoppedEarly = true;
            work.Findings.Add(new Finding("tool.unknown", CheckKind.ToolAccess, Verdict.Deny, Reason.UnknownTool) { Field = "tool" });
            return false;
        }

        work.Tool = tool;
        if (check.Error is not { } failure)
        {
            return OutputFilter.Filter(snapshot, check.Context, tool, check.Output.Span, work);
        }

        ToolErrorText.Inspect(failure, "tool.failed", work);
        return false;
    }
}
