namespace AiDesk.Policy.Service.Approvals;

internal enum ApprovalOutcome : byte
{
    /// <summary>More approvers are needed.</summary>
    Pending,

    /// <summary>It may run, once the renewed checks agree.</summary>
    Approved,
    Rejected,

    /// <summary>It waited too long.</summary>
    Expired,

    /// <summary>No such call of this tenant; another tenant's answers the same.</summary>
    NotFound,

    /// <summary>The approver is who asked, or for whom it was asked.</summary>
    SelfApproval,

    /// <summary>The approver holds none of the roles.</summary>
    RoleRequired,

    /// <summary>It was decided otherwise before.</summary>
    AlreadyResolved,

    /// <summary>The word could not be put on file; nothing changed.</summary>
    Unavailable,

    /// <summary>A review was closed: what ran was fine.</summary>
    Fine,

    /// <summary>A review was closed: what ran was a problem.</summary>
    Problem,
}

/// <summary>What became of a person's word on a review.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Review">The review as it stands now; null when there is none to show.</param>
/// <param name="Repeated">The same person had said the same before; nothing changed.</param>
internal readonly record struct ReviewResult(ApprovalOutcome Outcome, PostReview? Review = null, bool Repeated = false);

/// <summary>What became of a person's word on a held call.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="Call">The call as it stands now; null when there is none to show.</param>
/// <param name="Repeated">The same person had said the same before; nothing changed.</param>
internal readonly record struct ApprovalResult(ApprovalOutcome Outcome, HeldCall? Call = null, bool Repeated = false)
{
    public int ApprovalsMissing => Call?.ApprovalsMissing ?? 0;
}
