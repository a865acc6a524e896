using AiDesk.Agent.Runs.Reading;
using AiDesk.Agent.V1;

namespace AiDesk.Agent.Approvals;

/// <summary>Something that waits for a person or did, with all that a person looks at to decide on it.</summary>
public sealed record ApprovalItem
{
    /// <summary>As the queue has it; of what is decided, as it was.</summary>
    public required PendingItem Item { get; init; }

    public required QueuePart Part { get; init; }

    /// <summary>It can be decided on now.</summary>
    public required bool Waits { get; init; }

    /// <summary>pending_review, approved, rejected or expired; of a failed send queued, sending, sent, failed or discarded.</summary>
    public required string State { get; init; }

    /// <summary>A person's id, or policy, expiry, superseded; empty while nobody has.</summary>
    public string DecidedBy { get; init; } = "";

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What a review found; unspecified while it is open, and of everything else.</summary>
    public ReviewFinding Finding { get; init; }

    /// <summary>Of a review.</summary>
    public string Note { get; init; } = "";

    /// <summary>Each person's word on a held call, in order.</summary>
    public IReadOnlyList<ApprovalVote> Votes { get; init; } = [];

    /// <summary>Where the run's message is; null while none was decided on.</summary>
    public ApprovalSend? Send { get; init; }

    /// <summary>The last of the conversation, in order.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    /// <summary>How many came before those.</summary>
    public long Earlier { get; init; }

    /// <summary>What people are called, by id; who is not here never signed in.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Ids of what stands before and behind it in its part of the queue; empty when there is none.</summary>
    public string Previous { get; init; } = "";

    public string Next { get; init; } = "";
}

/// <param name="PersonId">Who.</param>
/// <param name="Approves">Or refuses.</param>
/// <param name="Note">May be empty.</param>
/// <param name="VotedAt">When.</param>
public sealed record ApprovalVote(string PersonId, bool Approves, string Note, DateTimeOffset VotedAt);

/// <param name="State">queued, sending, sent, failed or discarded.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">What the channel said, in the desk's words; empty when nothing went wrong.</param>
/// <param name="FinishedAt">When it was sent, failed or was given up.</param>
public sealed record ApprovalSend(string State, int Attempts, string LastError, DateTimeOffset? FinishedAt);
