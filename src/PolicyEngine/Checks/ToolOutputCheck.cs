namespace AiDesk.Policy.Checks;

/// <summary>The question of FilterToolOutput: either <see cref="Output"/> or <see cref="Error"/>.</summary>
public readonly record struct ToolOutputCheck
{
    public ToolOutputCheck()
    {
    }

    public CallContext Context { get; init; } = new();

    public string CallId { get; init; } = "";

    public string Tool { get; init; } = "";

    /// <summary>The raw output as UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>Null when the tool did not fail.</summary>
    public ToolFailure? Error { get; init; }
}

/// <summary>How a tool failed: judged and replaced, never shown.</summary>
public sealed record ToolFailure(string Type, string Message, string Detail);
