using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Tools;

/// <summary>
/// Rules that something was done before for the same subject. Facts are what this service recorded itself; they are read with the other counters, and a
/// fact that cannot be read denies.
/// </summary>
internal static class DoneBefore
{
    /// <summary>
    /// Asks for a fact. False when the call has no subject, so that nothing can have been done for it: then <paramref name="missing"/> is a finding already.
    /// </summary>
    public static bool Require(string fact, in Finding missing, Evaluation work)
    {
        if (work.Subject.Length == 0)
        {
            work.Findings.Add(missing with { Detail = "the call names no subject" });
            return false;
        }

        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Require,
            Name = fact,
            Descriptor = work.Subject,
            Token = "",
            Gate = missing.Monitored ? Verdict.None : missing.Severity,
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = missing.Check,
            Severity = missing.Severity,
            Reason = missing.Reason,
            Outage = OutageRule.Deny,
            Enforcement = missing.Monitored ? Enforcement.Monitor : Enforcement.Enforce,
            Code = missing.Code,
        };
        return true;
    }
}
