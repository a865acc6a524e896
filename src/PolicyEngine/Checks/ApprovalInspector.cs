using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Checks;

/// <summary>
/// What is asked again when a person approved a held call: the kill switch, active hours, limits and budgets, which are reserved anew. What the person
/// approved (risk, reviews, mode, a budget's approval point) is not asked twice; a tool that the policy has taken away since is denied.
/// </summary>
internal static class ApprovalInspector
{
    public static void Inspect(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        work.Counters.Tenant = snapshot.Tenant;
        LimitPlanner.AddKillSwitch(work);
        work.Checks.Set(CheckKind.ToolAccess, CheckOutcome.Ran);
        if (!snapshot.Tools.TryGetValue(check.Tool, out var tool))
        {
            work.Findings.Add(new Finding("tool.unknown", CheckKind.ToolAccess, Verdict.Deny, Reason.UnknownTool));
            return;
        }

        work.Tool = tool;
        AskArguments(tool, check, work);
        AskActiveHours(snapshot, check, work);
        LimitPlanner.AddToolCall(snapshot, check, tool, work, approved: true);
    }

    /// <summary>The recorded arguments against the schema of now: a policy may have changed since.</summary>
    private static void AskArguments(Tools.ToolDefinition tool, in ToolCallCheck check, Evaluation work)
    {
        work.Checks.Set(CheckKind.Arguments, CheckOutcome.Ran);
        var faults = new List<Schemas.ArgumentFault>();
        if (!work.Arguments.TryRead(check.Arguments.Span, Schemas.ArgumentSchema.DepthLimit, out var fault))
        {
            faults.Add(fault);
        }
        else
        {
            tool.Arguments.Validate(check.Arguments.Span, faults);
        }

        foreach (var found in faults)
        {
            work.Findings.Add(new Finding("arguments.invalid", CheckKind.Arguments, Verdict.Deny, Reason.InvalidArguments) { Field = found.Pointer, Detail = found.Problem });
        }
    }

    private static void AskActiveHours(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        if (snapshot.ActiveHours is not { } hours)
        {
            return;
        }

        work.Checks.Set(CheckKind.ActiveHours, CheckOutcome.Ran);
        if (!hours.Contains(check.Context.Now, snapshot.TimeZone) && hours.Outside == Verdict.Deny)
        {
            work.Findings.Add(new Finding("hours.outside", CheckKind.ActiveHours, Verdict.Deny, Reason.OutsideActiveHours)
            {
                Monitored = hours.Enforcement == Enforcement.Monitor,
            });
        }
    }
}
