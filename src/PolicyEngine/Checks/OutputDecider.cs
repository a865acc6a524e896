using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Checks;

/// <summary>CheckOutput after the counters: the verdict, and the redacted text where the policy redacts.</summary>
internal static class OutputDecider
{
    public static void Decide(PolicySnapshot snapshot, in OutputCheck check, Evaluation work)
    {
        ReadingJudge.Judge(work);
        HiddenValueJudge.Judge(snapshot, check, work);
        if (snapshot.Output.OnLeak == LeakRule.Redact && work.Findings.Overflow > 0)
        {
            // The places past the list's end are not known, so redaction would let them through.
            work.Findings.Add(new Finding("leak.too_many", CheckKind.Leaks, Verdict.Deny, Reason.Leak) { Monitored = snapshot.Output.LeakEnforcement == Enforcement.Monitor });
        }

        DecisionMaker.Conclude(snapshot, check.Context, work);
        if (snapshot.Output.OnLeak == LeakRule.Redact && work.Decision.Verdict.LetsGoOn() && HasBindingLeak(work.Findings))
        {
            work.Decision.Obligations |= Obligations.Redact;
            work.Cleaned.Add(new CleanedText("text", Redactor.Redact(check.Text, work.Findings, "text"), true));
        }

        if (work.Decision.Verdict == Verdict.Deny)
        {
            work.Decision.Obligations |= Obligations.TransferToHuman;
            work.Decision.MessageKey = "guard.transfer";
        }
    }

    private static bool HasBindingLeak(FindingList findings)
    {
        foreach (ref readonly var finding in findings.Items)
        {
            if (finding.Reason == Reason.Leak && !finding.Monitored)
            {
                return true;
            }
        }

        return false;
    }
}
