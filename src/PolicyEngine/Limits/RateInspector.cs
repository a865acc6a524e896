using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Limits;

/// <summary>
/// Limits that are asked for by name. What cannot be asked is refused: a name that is misspelt must not pass for a limit that is not reached. Monitor does not lift
/// that, for it is no rule of the policy.
/// </summary>
internal static class RateInspector
{
    public static void Inspect(PolicySnapshot snapshot, in RateCheck check, Evaluation work)
    {
        work.Checks.Set(CheckKind.Limits, CheckOutcome.Ran);
        var questions = check.Questions.Span;
        if (questions.IsEmpty)
        {
            Refuse(work, "limit.no_descriptor", "no descriptor came");
        }

        for (var i = 0; i < questions.Length; i++)
        {
            check.Answers.Span[i] = Ask(snapshot, check, questions[i], work);
        }
    }

    public static void Decide(PolicySnapshot snapshot, in RateCheck check, Evaluation work)
    {
        ReadingJudge.Judge(work);
        foreach (ref var answer in check.Answers.Span)
        {
            answer.Refused |= answer.Operation >= 0 && IsRefused(work, answer.Operation);
        }

        DecisionMaker.Conclude(snapshot, check.Context, work);
    }

    private static RateAnswer Ask(PolicySnapshot snapshot, in RateCheck check, in RateQuestion question, Evaluation work)
    {
        if (question.Problem.Length > 0)
        {
            Refuse(work, "limit.descriptor", question.Problem);
            return new RateAnswer { Refused = true };
        }

        foreach (var rule in snapshot.Limits)
        {
            if (string.Equals(rule.Name, question.Limit, StringComparison.Ordinal))
            {
                var operation = LimitPlanner.AddRate(snapshot, rule, question.Context with { Now = check.Context.Now }, question.Hits, work);
                return new RateAnswer { Rule = rule, Operation = operation, Refused = operation < 0 && rule is { WhenMissing: WhenMissing.Deny, Enforcement: Enforcement.Enforce } };
            }
        }

        Refuse(work, "limit.unknown", $"the policy has no limit {question.Limit}");
        return new RateAnswer { Refused = true };
    }

    private static bool IsRefused(Evaluation work, int operation)
    {
        ref readonly var planned = ref work.Plan[operation];
        return work.Counters.Readings[operation].State switch
        {
            CounterState.Ok => false,
            CounterState.Over => planned.Enforcement == Enforcement.Enforce,
            _ => work.Counters.Operations[operation].Outage != OutageRule.Allow,
        };
    }

    private static void Refuse(Evaluation work, string code, string detail) =>
        work.Findings.Add(new Finding(code, CheckKind.Limits, Verdict.Deny, Reason.MissingDescriptor) { Detail = detail });
}
