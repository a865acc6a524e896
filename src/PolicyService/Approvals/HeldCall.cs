using AiDesk.Policy.Limits;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>A tool call that waits for people: decided REQUIRE_APPROVAL or ESCALATE. Immutable; what was said about it stands in <see cref="Votes"/>.</summary>
internal sealed record HeldCall : IWaiting
{
    /// <summary>The decision that held it.</summary>
    public required Guid DecisionId { get; init; }

    public required string Tenant { get; init; }

    /// <summary><c>sub</c> of the principal who asked; never approves it.</summary>
    public required string AskedBy { get; init; }

    /// <summary>The person for whom it was asked (<c>user_id</c>), who does not approve it either; empty when unknown.</summary>
    public string AskedFor { get; init; } = "";

    public required string Tool { get; init; }

    public required string SessionId { get; init; }

    public required string RunId { get; init; }

    public required string CallId { get; init; }

    /// <summary>The arguments in canonical form (RFC 8785): what will be run, whatever the caller sends later.</summary>
    public required string Arguments { get; init; }

    /// <summary>What the action is about; empty when the policy does not say.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Facts that an approval establishes for <see cref="Subject"/>: the reviews that held the call, as <c>legal_review</c>.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    public string Department { get; init; } = "";

    /// <summary>Number of the wire's mode, for the renewed decision.</summary>
    public byte Mode { get; init; }

    public IReadOnlyList<Amount> EstimatedCost { get; init; } = [];

    /// <summary>ESCALATE: recorded as <c>executive_escalation</c>.</summary>
    public bool Escalated { get; init; }

    /// <summary>Why it is held, as the record has it: <c>RISK_LEVEL</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Language tag of the tenant's people, for what they are told.</summary>
    public string Locale { get; init; } = "";

    /// <summary>Distinct approvers needed, 1 to 10.</summary>
    public required int ApprovalsNeeded { get; init; }

    /// <summary>Roles of which an approver holds one.</summary>
    public required PrincipalRoles ApproverRoles { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Redeemed once: every decision token given for this call carries it.</summary>
    public required Guid Nonce { get; init; }

    /// <summary>What people said, in order, each person once.</summary>
    public IReadOnlyList<ApprovalVote> Votes { get; init; } = [];

    /// <summary>Who is told of it, in the policy's order, and how far that is. Empty unless it is escalated.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The policy captures texts, so a notification may hold the arguments.</summary>
    public bool ShowsArguments { get; init; }

    public bool Lapsed { get; init; }

    public bool IsRejected => Votes.Any(vote => !vote.Approves);

    public int ApprovalsMissing => Math.Max(0, ApprovalsNeeded - Votes.Count(vote => vote.Approves));

    public bool IsResolved => IsRejected || ApprovalsMissing == 0;
}

/// <param name="Approver"><c>sub</c> of the principal.</param>
/// <param name="Approves">False for a rejection, which ends it.</param>
/// <param name="Note">What the person wrote, at most <see cref="NoteLimit"/> characters; empty for nothing.</param>
/// <param name="At">When.</param>
internal sealed record ApprovalVote(string Approver, bool Approves, string Note, DateTimeOffset At)
{
    public const int NoteLimit = 2_000;
}

/// <summary>How far telling one entry of <c>escalation.notify</c> is.</summary>
internal enum NoticeState : byte
{
    /// <summary>Not told yet.</summary>
    Waiting,

    /// <summary>A webhook has acknowledged it.</summary>
    Delivered,

    /// <summary>A role: the record is the notification.</summary>
    Posted,

    /// <summary>Given up.</summary>
    Failed,
}

/// <param name="Entry">As in the policy: <c>webhook:https://…</c> or <c>role:admin</c>.</param>
/// <param name="State">How far it is.</param>
/// <param name="Recorded">How it ended is on record: nothing is left to do.</param>
internal sealed record Notice(string Entry, NoticeState State = NoticeState.Waiting, bool Recorded = false);
