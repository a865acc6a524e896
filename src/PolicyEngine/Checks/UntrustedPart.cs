namespace AiDesk.Policy.Checks;

/// <summary>A text of a call on its way through judgement: what of it remains, place by place, and how certain it is that it instructs.</summary>
internal struct UntrustedPart
{
    /// <summary>Its name in findings.</summary>
    public string Field;

    /// <summary>The text as it came.</summary>
    public string Text;

    /// <summary>What remains of it, place by place; null while nothing was cut.</summary>
    public char[]? Remaining;

    /// <summary>The highest score met, 0 to 1.</summary>
    public double Score;

    /// <summary>The customer's message, which is denied and not cut.</summary>
    public bool IsMessage;

    public readonly ReadOnlySpan<char> Left => Remaining ?? Text.AsSpan();
}
