using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Tools;

/// <summary>
/// What readings mean for a tool call beyond the finding that every reading makes (<see cref="ReadingJudge"/>): taint and a missing legal review change
/// the risk, and a taint that could not be read counts as set.
/// </summary>
internal static class ToolCallReadings
{
    public const string TaintCode = "taint.session";

    public static void Judge(Evaluation work)
    {
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var planned = ref work.Plan[i];
            var state = work.Counters.Readings[i].State;
            if (operations[i].Kind == CounterKind.Taint && state != CounterState.Ok)
            {
                if (state != CounterState.Over)
                {
                    work.Findings.Add(new Finding(planned.Code, planned.Check, planned.Severity, planned.Reason)
                    {
                        Detail = "taint could not be read and counts as set",
                    });
                }

                work.Risk = RiskRules.Raised(work.Risk);
            }
            else if (state == CounterState.Over && ReferenceEquals(planned.Code, SectorRules.HealthcareReview))
            {
                work.Risk = RiskLevel.Critical;
            }
        }
    }
}
