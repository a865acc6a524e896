namespace AiDesk.Agent.Runs;

/// <summary>What the graph knows of a run when it takes it up. Immutable.</summary>
internal sealed record RunInput
{
    public required Guid ConversationId { get; init; }

    /// <summary>The customer's message that is answered.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Of the conversation when this was read; a draft answers it.</summary>
    public required long ConversationVersion { get; init; }

    /// <summary>For policy's strikes.</summary>
    public required string SessionId { get; init; }

    /// <summary>The customer's subject; empty when nobody signed in.</summary>
    public required string PersonId { get; init; }

    public required string ContactId { get; init; }

    public required string ContactName { get; init; }

    public required string Channel { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Locale { get; init; }

    public required bool IsAutopilot { get; init; }

    /// <summary>1 to 3.</summary>
    public required int Level { get; init; }

    /// <summary>What the tenant is called.</summary>
    public required string Business { get; init; }

    public required string PromptVersion { get; init; }

    /// <summary>Where the customer's message came from, for policy's limits; empty when unknown.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>A person answers in this conversation: the agent must not.</summary>
    public required bool IsTakenOver { get; init; }

    /// <summary>In order; the last 50.</summary>
    public required IReadOnlyList<ThreadMessage> Messages { get; init; }

    /// <summary>What an earlier attempt took in, in order; empty on the first.</summary>
    public required IReadOnlyList<RunStep> Steps { get; init; }
}

/// <param name="MessageId">The message.</param>
/// <param name="Author">customer, agent, bot or system.</param>
/// <param name="Text">Its text.</param>
internal sealed record ThreadMessage(Guid MessageId, string Author, string Text);

/// <param name="Kind">What the reducer takes it for.</param>
/// <param name="Body">JSON.</param>
internal sealed record RunStep(string Kind, string Body)
{
    /// <summary>A person's word on a held call; the body is a <see cref="ResolvedToolCall"/>. The only kind that is not the graph's own.</summary>
    public const string ToolResolved = "tool_resolved";
}

/// <param name="CallId">The held call.</param>
/// <param name="Resolution">approved, refused or expired.</param>
/// <param name="CanonicalArguments">Run these; empty unless approved.</param>
/// <param name="DecisionToken">To be redeemed; empty unless approved.</param>
/// <param name="ReservationId">To be settled; empty when there is none.</param>
internal sealed record ResolvedToolCall(string CallId, string Resolution, string CanonicalArguments, string DecisionToken, string ReservationId);
