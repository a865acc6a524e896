namespace AiDesk.Policy.Checks;

/// <summary>The question of CheckOutput.</summary>
public readonly record struct OutputCheck
{
    public OutputCheck()
    {
    }

    public CallContext Context { get; init; } = new();

    public string Text { get; init; } = "";

    /// <summary>A person wrote or edited it: it is checked all the same.</summary>
    public bool WrittenByHuman { get; init; }

    public string Channel { get; init; } = "";

    /// <summary>A stream held more of it back than <see cref="Output.Streaming.StreamLimits.MaxHeld"/>: it is denied.</summary>
    public bool IsOverheld { get; init; }
}
