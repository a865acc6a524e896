using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>Turns what the counters found into findings, operation by operation, in the order they were planned.</summary>
public static class ReadingJudge
{
    public static void Judge(Evaluation work)
    {
        var readings = work.Counters.Readings;
        var operations = work.Counters.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var planned = ref work.Plan[i];
            ref readonly var reading = ref readings[i];
            if (reading.Local)
            {
                work.Decision.DegradedReasons.Add($"{planned.Code}:counters_local");
            }

            switch (reading.State)
            {
                case CounterState.Ok:
                    break;
                case CounterState.Warn:
                    work.Findings.Add(BudgetFinding(operations[i], reading, planned, Verdict.Allow));
                    break;
                case CounterState.Approve:
                    work.Findings.Add(BudgetFinding(operations[i], reading, planned, planned.AtApproval.Or(Verdict.RequireApproval)));
                    break;
                case CounterState.Over when operations[i].Kind == CounterKind.Member:
                    break; // which values they are, and what becomes of them, their own judges say
                case CounterState.Over:
                    work.Findings.Add(OverFinding(operations[i], reading, planned));
                    break;
                case CounterState.Incomplete:
                    JudgeIncomplete(work, operations[i], planned);
                    break;
                default:
                    JudgeOutage(work, operations[i], planned);
                    break;
            }
        }
    }

    private static void JudgeIncomplete(Evaluation work, in CounterOperation operation, in PlannedOperation planned)
    {
        if (operation.IsQuestionOfProvenance)
        {
            return;
        }

        work.Checks.Set(planned.Check, CheckOutcome.NotRun);
        work.Decision.DegradedReasons.Add($"{planned.Code}:incomplete");
    }

    /// <summary>A reading that did not come is not a pass: the limit's own rule says what becomes of the call.</summary>
    private static void JudgeOutage(Evaluation work, in CounterOperation operation, in PlannedOperation planned)
    {
        if (operation.IsQuestionOfProvenance)
        {
            // Not to let through: ProvenanceJudge counts values that could not be asked for as untrusted.
            return;
        }

        work.Checks.Set(planned.Check, CheckOutcome.NotRun);
        work.Decision.DegradedReasons.Add($"{planned.Code}:counters_unavailable");
        if (operation.Outage != OutageRule.Allow)
        {
            // A local fallback that could answer has answered already; what is still without an answer is denied. Monitor does not lift this.
            work.Findings.Add(new Finding(planned.Code, planned.Check, Verdict.Deny, Reason.DependencyDown)
            {
                Detail = $"counters did not answer for {operation.Kind} {operation.Name}",
            });
        }
    }

    private static Finding OverFinding(in CounterOperation operation, in CounterReading reading, in PlannedOperation planned) => operation.Kind switch
    {
        CounterKind.Reserve => BudgetFinding(operation, reading, planned, Verdict.Deny),
        CounterKind.Rate => new Finding(planned.Code, planned.Check, planned.Severity, planned.Reason)
        {
            Detail = $"{operation.Rate!.Rate} per {TimeSpan.FromMilliseconds(operation.Rate.WindowMs)} is spent",
            Monitored = planned.Enforcement == Enforcement.Monitor,
        },
        _ => new Finding(planned.Code, planned.Check, planned.Severity, planned.Reason) { Monitored = planned.Enforcement == Enforcement.Monitor },
    };

    private static Finding BudgetFinding(in CounterOperation operation, in CounterReading reading, in PlannedOperation planned, Verdict severity) =>
        new(planned.Code, planned.Check, severity, planned.Reason)
        {
            Detail = BudgetDetail.Of(operation, reading),
            Monitored = planned.Enforcement == Enforcement.Monitor,
        };
}
