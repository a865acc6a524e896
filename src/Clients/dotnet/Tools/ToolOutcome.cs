using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>How a guarded call ended.</summary>
public enum ToolOutcomeKind
{
    /// <summary>The tool ran; <see cref="ToolOutcome.SanitizedJson"/> is what the model may see.</summary>
    Done,

    /// <summary>The tool ran and threw; <see cref="ToolOutcome.ErrorText"/> is what the model and the customer may see.</summary>
    Failed,

    /// <summary>The tool did not run, or nothing of what it gave may be seen.</summary>
    Refused,

    /// <summary>The tool did not run: people decide first, by the id of <see cref="ToolOutcome.Decision"/>.</summary>
    Held,
}

/// <summary>How a guarded call ended, and the decision that says why.</summary>
public sealed record ToolOutcome(ToolOutcomeKind Kind, Decision Decision)
{
    public string SanitizedJson { get; init; } = "";

    public string ErrorText { get; init; } = "";
}
