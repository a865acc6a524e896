namespace AiDesk.Policy.Checks;

/// <summary>The question of CheckInput.</summary>
public readonly record struct InputCheck
{
    public InputCheck()
    {
    }

    public CallContext Context { get; init; } = new();

    /// <summary>Empty when this LLM call has no message of its own: later turns of a run.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Null when there is no message.</summary>
    public string? Message { get; init; }

    /// <summary>A human agent wrote the message: it is judged, and never strikes the customer's session.</summary>
    public bool WrittenByAgent { get; init; }

    public ReadOnlyMemory<UntrustedText> Untrusted { get; init; }

    /// <summary>Tokens that the model may answer with, 0 and up.</summary>
    public int EstimatedOutputTokens { get; init; }
}

/// <summary>Text that the model will see and that nobody vouches for.</summary>
public readonly record struct UntrustedText(string Id, TextOrigin Origin, string Text);

/// <summary>Where untrusted text came from. The numbers are those of the wire.</summary>
public enum TextOrigin : byte
{
    None = 0,
    Knowledge = 1,
    Tool = 2,
    Web = 3,
    History = 4,
}
