using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tools;

/// <summary>Agents act only within <c>active_hours</c>, by the tenant's wall clock.</summary>
internal static class ToolActiveHours
{
    public static void Inspect(PolicySnapshot snapshot, in CallContext context, Evaluation work)
    {
        if (snapshot.ActiveHours is not { } hours)
        {
            work.Checks.Set(CheckKind.ActiveHours, CheckOutcome.Skipped);
            return;
        }

        work.Checks.Set(CheckKind.ActiveHours, CheckOutcome.Ran);
        if (!hours.Contains(context.Now, snapshot.TimeZone))
        {
            work.Findings.Add(new Finding("active_hours.outside", CheckKind.ActiveHours, hours.Outside, Reason.OutsideActiveHours)
            {
                Monitored = hours.Enforcement == Enforcement.Monitor,
            });
        }
    }
}
