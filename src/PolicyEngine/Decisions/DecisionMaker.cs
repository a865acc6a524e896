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
        decision.Enforcement = EnforcementOf(snapshot, decision);
        decision.Reason = ReasonOf(findings);
        decision.EvaluatedAt = context.Now;
        decision.Obligations |= ObligationsOf(decision.Verdict);
    }

    /// <summary>What binds is enforced, in a monitored tenant too: a caller that is told MONITOR may take it that nothing was held back.</summary>
    private static Enforcement EnforcementOf(PolicySnapshot snapshot, Decision decision) =>
        decision.EnforcedVerdict > decision.Verdict || (decision.Verdict == Verdict.Allow && snapshot.Enforcement == Enforcement.Monitor)
            ? Enforcement.Monitor
            : Enforcement.Enforce;

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
