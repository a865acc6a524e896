namespace AiDesk.Agent.Runs;

/// <summary>What the graph wants to send.</summary>
internal sealed record ProposedDraft
{
    /// <summary>1 to 4,000 characters, as it left the guard of the output.</summary>
    public required string Text { get; init; }

    /// <summary>Empty when the model did not say.</summary>
    public required string Intent { get; init; }

    /// <summary>Of the conversation that it answers.</summary>
    public required long ConversationVersion { get; init; }

    /// <summary>Policy lets it out without a person: autopilot, and CheckToolCall and CheckOutput both allowed it.</summary>
    public required bool GoesOut { get; init; }

    /// <summary>Of CheckToolCall(send_message).</summary>
    public required Guid ToolDecision { get; init; }

    /// <summary>Of CheckOutput.</summary>
    public required Guid OutputDecision { get; init; }

    /// <summary>standard or executive_escalation.</summary>
    public required string ApprovalType { get; init; }

    /// <summary>Policy's reason and risk, for the queue.</summary>
    public required string Reason { get; init; }

    public required string Risk { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>When it lapses unless somebody decides; null takes the desk's own limit of 24 hours.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It goes out, and a person looks at it afterwards.</summary>
    public bool NeedsPostReview { get; init; }

    /// <summary>Chunks of the knowledge base that it stands on; their text is kept with the run.</summary>
    public IReadOnlyList<Guid> CitedChunks { get; init; } = [];
}
