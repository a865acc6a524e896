using System.Collections.Immutable;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Graph;

/// <summary>All that a run knows. Immutable: only <see cref="GraphReducer"/> makes a new one, from a step.</summary>
internal sealed record GraphState
{
    public required ClaimedRun Run { get; init; }

    public required RunInput Input { get; init; }

    /// <summary>Of the customer: en, es, fr, de, it, pt or nl.</summary>
    public required string Language { get; init; }

    /// <summary>Of the last step taken in; 0 before any.</summary>
    public int Ordinal { get; init; }

    public bool HasSearched { get; init; }

    public ImmutableArray<KnowledgeText> Knowledge { get; init; } = [];

    public ImmutableArray<ModelTurn> Turns { get; init; } = [];

    /// <summary>Empty while there is none.</summary>
    public string Draft { get; init; } = "";

    public string Intent { get; init; } = "";

    public bool IsObserved { get; init; }

    public ImmutableArray<DraftProblem> Problems { get; init; } = [];

    public int Rewrites { get; init; }

    public int ModelCalls { get; init; }

    public int Faults { get; init; }

    public int OutputTokens { get; init; }

    public DraftGuarded? Guarded { get; init; }

    public RunEnded? End { get; init; }

    public IEnumerable<ToolCallState> Calls => Turns.SelectMany(turn => turn.Calls);

    public string Customer => Input.Messages.FirstOrDefault(message => message.MessageId == Input.MessageId)?.Text ?? "";
}

/// <summary>An answer of the model to the vendor, and what became of what it asked for.</summary>
internal sealed record ModelTurn(string Text, ImmutableArray<ToolCallState> Calls);

/// <summary>One call that the model asked for.</summary>
internal sealed record ToolCallState(string CallId, string Tool, string Arguments)
{
    public ToolStatus Status { get; init; }

    /// <summary>Canonical, with the conversation's contact filled in; empty before the check.</summary>
    public string Canonical { get; init; } = "";

    /// <summary>What the model sees of it.</summary>
    public string Text { get; init; } = "";

    public HeldCallBody? Held { get; init; }

    /// <summary>From a person's approval.</summary>
    public string DecisionToken { get; init; } = "";

    public string ReservationId { get; init; } = "";

    public bool IsOpen => Status is ToolStatus.Proposed or ToolStatus.Approved;
}
