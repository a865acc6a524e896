using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tools;

/// <summary>
/// Rules that something was done before for the same subject. Facts are what this service recorded itself; they are read with the other counters, and a
/// fact that cannot be read denies.
/// </summary>
internal static class DoneBefore
{
    /// <summary>Operations that may still follow besides limits and budgets: one message per run, taint, provenance.</summary>
    private const int OwnOperations = 3;

    /// <summary>
    /// Asks for a fact. False when the call has no subject, so that nothing can have been done for it: then <paramref name="missing"/> is a finding already.
    /// Denies when one decision cannot ask for so much.
    /// </summary>
    public static bool Require(PolicySnapshot snapshot, string fact, in Finding missing, Evaluation work)
    {
        if (work.Subject.Length == 0)
        {
            work.Findings.Add(missing with { Detail = "the call names no subject" });
            return false;
        }

        if (work.Counters.Count + snapshot.Limits.Length + snapshot.Budgets.Length + OwnOperations >= CounterBatch.Limit)
        {
            work.Findings.Add(new Finding(missing.Code, missing.Check, Verdict.Deny, Reason.CheckFailed)
            {
                Detail = $"more rules apply than the {CounterBatch.Limit} that one decision can read",
            });
            return true;
        }

        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Require,
            Name = fact,
            Descriptor = work.Subject,
            Token = "",
            Gate = missing.Monitored ? Verdict.None : missing.Severity,
            Outage = OutageRule.Deny,
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = missing.Check,
            Severity = missing.Severity,
            Reason = missing.Reason,
            Enforcement = missing.Monitored ? Enforcement.Monitor : Enforcement.Enforce,
            Code = missing.Code,
        };
        return true;
    }
}
