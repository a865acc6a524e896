using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Decisions;

/// <summary>The last step of every check: from findings to verdict, reason and obligations.</summary>
public static class DecisionMaker
{
    public static void Conclude(PolicySnapshot snapshot, in CallContext context, Evaluation work)
    {
        var findings = work.Findings;
        var decision = work.Decision;
        decision.Verdict = findings.Severity;
        decision.EnforcedVerdict = findings.EnforcedSeverity;
        decision.Enforcement = decision.EnforcedVerdict > decision.Verdict ? Enforcement.Monitor : Enforcement.Enforce;
        decision.Reason = ReasonOf(findings);
        decision.EvaluatedAt = context.Now;
        decision.Obligations |= ObligationsOf(decision.Verdict);
        if (snapshot.Enforcement == Enforcement.Monitor)
        {
            decision.Enforcement = Enforcement.Monitor;
        }
    }

    /// <summary>A decision that was made and cannot be carried out is denied after all: it binds whatever the policy monitors.</summary>
    public static void Overrule(Evaluation work, CheckKind check, string code, Reason reason)
    {
        work.Findings.Add(new Finding(code, check, Verdict.Deny, reason));
        work.Checks.Set(check, CheckOutcome.Failed);
        var decision = work.Decision;
        decision.Verdict = Verdict.Deny;
        decision.EnforcedVerdict = Verdict.Deny;
        decision.Enforcement = Enforcement.Enforce;
        decision.Reason = reason;
        decision.Obligations = Obligations.None;
        decision.MessageKey = "guard.unavailable";
    }

    /// <summary>A frozen tenant is the reason whatever else was found; otherwise the first finding of the winning severity.</summary>
    private static Reason ReasonOf(FindingList findings)
    {
        if (findings.Severity == Verdict.Deny)
        {
            foreach (ref readonly var finding in findings.Items)
            {
                if (finding.Reason == Reason.TenantFrozen)
                {
                    return Reason.TenantFrozen;
                }
            }
        }

        return findings.Reason;
    }

    private static Obligations ObligationsOf(Verdict verdict) => verdict switch
    {
        Verdict.AllowPostReview => Obligations.PostReview,
        Verdict.Escalate => Obligations.NotifyStakeholders,
        _ => Obligations.None,
    };
}
