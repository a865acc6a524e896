using AiDesk.Agent.Approvals;
using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Pages.Approvals;

/// <param name="Part">The tab.</param>
/// <param name="Counts">Of every tab, no further than <paramref name="CountLimit"/> and one.</param>
/// <param name="CountLimit">More than this is not counted.</param>
/// <param name="Items">Oldest first.</param>
/// <param name="Next">Token of the next page; may be empty.</param>
/// <param name="IsLater">Not the first page.</param>
public sealed record QueueModel(QueuePart Part, IReadOnlyDictionary<QueuePart, int> Counts, int CountLimit, IReadOnlyList<PendingItem> Items, string Next, bool IsLater);

/// <param name="Found">What it is about.</param>
/// <param name="Viewers">Others who look at it.</param>
/// <param name="Entry">What the person has entered and not yet done.</param>
public sealed record ApprovalModel(ApprovalItem Found, IReadOnlyList<Viewer> Viewers, ApprovalEntry Entry)
{
    /// <summary>The whole thread is shown, and not its last messages.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>What a form held when it could not be done, so that nothing a person wrote is lost; empty on a fresh page.</summary>
public sealed record ApprovalEntry
{
    /// <summary>What happened and what to do now; empty when nothing went wrong.</summary>
    public string Problem { get; init; } = "";

    public string Help { get; init; } = "";

    /// <summary>More about it, as what policy says of a text.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The edited text; null when there is none.</summary>
    public string? Text { get; init; }

    /// <summary>What policy would let out of it; empty when it said nothing of the kind.</summary>
    public string Redacted { get; init; } = "";

    /// <summary>Between the draft and the edited text; empty when it was not asked for.</summary>
    public IReadOnlyList<DiffPart> Changes { get; init; } = [];

    public string Reason { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>The editor that is open: edit, reject, or none.</summary>
    public string Open { get; init; } = "";
}
