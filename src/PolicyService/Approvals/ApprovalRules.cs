using AiDesk.Identity;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>Whose word on a held call is taken, and what the words come to.</summary>
internal static class ApprovalRules
{
    /// <summary>Why the word is not taken; null when it is.</summary>
    public static ApprovalResult? Refusal(HeldCall call, Principal approver, bool approves, DateTimeOffset now)
    {
        if (approver.Subject == call.AskedBy || approver.Subject == call.AskedFor)
        {
            return new ApprovalResult(ApprovalOutcome.SelfApproval, call);
        }

        if (!approver.Has(call.ApproverRoles))
        {
            return new ApprovalResult(ApprovalOutcome.RoleRequired, call);
        }

        if (call.Votes.Any(vote => vote.Approver == approver.Subject && vote.Approves == approves))
        {
            // An approval that outlived the call gives no more tokens: the mark that one was redeemed may be gone.
            var stand = StandOf(call);
            return new ApprovalResult(stand == ApprovalOutcome.Approved && call.ExpiresAt <= now ? ApprovalOutcome.Expired : stand, call, Repeated: true);
        }

        if (call.IsResolved)
        {
            return new ApprovalResult(ApprovalOutcome.AlreadyResolved, call);
        }

        return call.ExpiresAt <= now ? new ApprovalResult(ApprovalOutcome.Expired, call) : null;
    }

    public static ApprovalOutcome StandOf(HeldCall call) =>
        call.IsRejected ? ApprovalOutcome.Rejected : call.ApprovalsMissing == 0 ? ApprovalOutcome.Approved : ApprovalOutcome.Pending;

    // Who approved may still reject while others are missing: the later word replaces the earlier.
    public static HeldCall WithVote(HeldCall call, ApprovalVote vote) =>
        call with { Votes = [.. call.Votes.Where(earlier => earlier.Approver != vote.Approver), vote] };
}
