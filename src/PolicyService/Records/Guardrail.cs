using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Service.Records;

/// <summary>Which rule decided, and what would have been decided without it. A rule is all findings of one code.</summary>
internal static class Guardrail
{
    /// <summary>
    /// Place of the finding that decided: of what binds, or, when ALLOW was returned, of what a monitored rule would have decided. -1 when it is past the
    /// findings that are kept.
    /// </summary>
    public static int Of(Decision decision, FindingList findings)
    {
        var monitored = decision.Verdict == Verdict.Allow;
        var verdict = monitored ? decision.EnforcedVerdict : decision.Verdict;
        for (var index = 0; index < findings.Count; index++)
        {
            ref readonly var finding = ref findings[index];
            if (finding.Monitored == monitored && finding.Severity == verdict && (monitored || finding.Reason == decision.Reason))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>
    /// The verdict of the rules that are left: those that bind, or all when what decided was monitored. What is past the findings that are kept counts as
    /// another rule, so that the answer is never too mild.
    /// </summary>
    public static Verdict VerdictWithout(Decision decision, FindingList findings, int guardrail)
    {
        var monitored = decision.Verdict == Verdict.Allow;
        var verdict = findings.OverflowSeverity;
        foreach (ref readonly var finding in findings.Items)
        {
            if ((monitored || !finding.Monitored) && finding.Code != findings[guardrail].Code)
            {
                verdict = verdict.Or(finding.Severity);
            }
        }

        return verdict;
    }

    /// <summary>Of the findings of one rule the first of the most severe speaks for it.</summary>
    public static bool SpeaksFor(FindingList findings, int place)
    {
        ref readonly var finding = ref findings[place];
        for (var index = 0; index < findings.Count; index++)
        {
            ref readonly var other = ref findings[index];
            if (other.Code == finding.Code && (other.Severity > finding.Severity || (other.Severity == finding.Severity && index < place)))
            {
                return false;
            }
        }

        return true;
    }
}
