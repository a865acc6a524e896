using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>A tool call that is to happen under the policy.</summary>
public sealed record ToolCall
{
    /// <summary>Session, run and mode; all three are required.</summary>
    public required CallContext Context { get; init; }

    /// <summary>The model's id of the call, unique in the run.</summary>
    public required string CallId { get; init; }

    public required string Tool { get; init; }

    /// <summary>The model's arguments, a JSON object. Not read when <see cref="Checked"/> is given.</summary>
    public string ArgumentsJson { get; init; } = "{}";

    /// <summary>What was decided of the call where that is known already: the answer to CheckToolCall, or to ResolveApproval after a person has decided.</summary>
    public CheckedCall? Checked { get; init; }

    /// <summary>Told when a reservation could not be settled after the work: it then lapses by itself. Null for nobody.</summary>
    public Action<Exception>? OnUnsettled { get; init; }
}
