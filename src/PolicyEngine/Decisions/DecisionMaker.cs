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
