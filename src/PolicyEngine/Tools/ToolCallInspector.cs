using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Tools;

/// <summary>
/// CheckToolCall before the counters, in the order of policy.md: access, arguments, provenance, words, active hours, reviews, sector, risk. Every finding is
/// collected; a call whose tool or arguments are refused is looked at no further, as nothing else of it can be trusted to be what it seems.
/// <para>Rate limits and budgets are the limit planner's, which is called after this with the same evaluation.</para>
/// </summary>
internal static class ToolCallInspector
{
    /// <summary>True when the call was inspected to the end: then <see cref="Evaluation.Tool"/> is set and its limits can be planned.</summary>
    public static bool Inspect(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        RunPlanner.AddBinding(check.Context, work);
        if (ToolAccess.Inspect(snapshot, check, work) is not { } tool || !ToolArguments.Inspect(check, tool, work))
        {
            work.StoppedEarly = true;
            return false;
        }

        var money = ToolMoney.Of(tool, work.Arguments);
        var facts = new ConditionFacts
        {
            Snapshot = snapshot,
            Tool = tool,
            Context = check.Context,
            Arguments = work.Json.WrittenSpan,
            Document = work.Arguments,
            Money = money.Greatest,
        };
        work.Subject = ToolSubject.Of(check, tool, work.Arguments);
        work.Risk = RiskRules.Of(snapshot.Sector, tool, check.DeclaredRisk, money.Moves);

        ArgumentValues.Inspect(snapshot, check.Context, tool, work);
        ArgumentWords.Inspect(snapshot, tool, work);
        ToolActiveHours.Inspect(snapshot, check.Context, work);
        ToolReviews.Inspect(snapshot, facts, work);
        SectorRules.Inspect(snapshot, tool, money, work);
        ControlLevels.Inspect(snapshot, tool, check.Context.Mode, work);
        ToolCallPlanner.Add(snapshot, check, tool, work);
        return true;
    }
}
