namespace AiDesk.Policy.Service.Approvals;

/// <summary>Something that ran with ALLOW_POST_REVIEW and that a person is to look at afterwards. It keeps no text: the decision's record has that.</summary>
internal sealed record PostReview : IWaiting
{
    /// <summary>The decision that opened it.</summary>
    public required Guid DecisionId { get; init; }

    public required string Tenant { get; init; }

    /// <summary><c>sub</c> of the principal who asked; never reviews it.</summary>
    public required string AskedBy { get; init; }

    /// <summary>The person for whom it was asked, who does not review it either; empty when unknown.</summary>
    public string AskedFor { get; init; } = "";

    /// <summary>The tool that ran; empty when it was a reply.</summary>
    public string Tool { get; init; } = "";

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it is given up unreviewed, which is recorded.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null while it is open.</summary>
    public ReviewClosing? Closing { get; init; }

    public bool Lapsed { get; init; }

    public bool IsResolved => Closing is not null;
}

/// <param name="Reviewer"><c>sub</c> of the principal.</param>
/// <param name="Fine">False for a problem.</param>
/// <param name="Note">What the person wrote, at most <see cref="ApprovalVote.NoteLimit"/> characters; empty for nothing.</param>
/// <param name="At">When.</param>
internal sealed record ReviewClosing(string Reviewer, bool Fine, string Note, DateTimeOffset At);

/// <summary>One line of <c>post-reviews.jsonl</c>: a review that was opened, or what happened to one. One of the members is set.</summary>
internal sealed record PostReviewEvent
{
    public PostReview? Opened { get; init; }

    public Guid Decision { get; init; }

    public string Tenant { get; init; } = "";

    public ReviewClosing? Closing { get; init; }

    /// <summary>That it lapsed is on record.</summary>
    public bool Lapsed { get; init; }

    /// <summary>Its decision was denied after all.</summary>
    public bool Withdrawn { get; init; }
}
