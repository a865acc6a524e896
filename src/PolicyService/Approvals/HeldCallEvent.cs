namespace AiDesk.Policy.Service.Approvals;

/// <summary>One line of <c>held-calls.jsonl</c>: a call that was held, or what happened to one. One of the members is set.</summary>
internal sealed record HeldCallEvent
{
    public HeldCall? Held { get; init; }

    public Guid Decision { get; init; }

    public string Tenant { get; init; } = "";

    public ApprovalVote? Vote { get; init; }

    /// <summary>The notice at <see cref="NoticeIndex"/> is now this.</summary>
    public Notice? Notice { get; init; }

    public int NoticeIndex { get; init; }

    /// <summary>That it lapsed is on record.</summary>
    public bool Lapsed { get; init; }

    /// <summary>Its decision was denied after all: it is as if it had never been held.</summary>
    public bool Withdrawn { get; init; }
}
