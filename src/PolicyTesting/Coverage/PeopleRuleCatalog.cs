using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Approvals;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary><c>approvals:</c>, <c>escalation:</c> and the kill switch.</summary>
internal static class PeopleRuleCatalog
{
    public static IEnumerable<CoverageRule> Of(PolicySnapshot snapshot)
    {
        yield return new("kill_switch", seen => seen.Found("kill_switch"));
        if (snapshot.Tools.Count == 0)
        {
            yield break;
        }

        yield return new("approvals.approve", seen => Came(seen, ApprovalOutcome.Approved) && !seen.Escalated);
        yield return new("approvals.reject", seen => Came(seen, ApprovalOutcome.Rejected));
        yield return new("approvals.own_call", seen => Came(seen, ApprovalOutcome.SelfApproval));
        yield return new("approvals.expire_after", seen => Came(seen, ApprovalOutcome.Expired));
        yield return new("escalation.approvals", seen => Came(seen, ApprovalOutcome.Approved) && seen.Escalated);
        if (snapshot.Escalation.Approvals > 1)
        {
            yield return new("escalation.distinct", seen => Came(seen, ApprovalOutcome.Pending) && seen.Escalated);
        }

        yield return new("escalation.roles", seen => Came(seen, ApprovalOutcome.RoleRequired) && seen.Escalated);
    }

    private static bool Came(Observation seen, ApprovalOutcome outcome) => seen.Kind == ObservedKind.Approval && seen.Approval == outcome;
}
