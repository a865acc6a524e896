namespace AiDesk.Policy.Output.Streaming;

/// <summary>Bounds of a streamed reply, in UTF-16 units.</summary>
public static class StreamLimits
{
    /// <summary>Most of one chunk.</summary>
    public const int MaxChunk = 64 * 1024;

    /// <summary>Most that has come and is held back while the reply is being released; more is denied.</summary>
    public const int MaxHeld = 64 * 1024;

    /// <summary>Most of the whole: what fits into one message of CheckOutput.</summary>
    public const int MaxText = 4 * 1024 * 1024;

    /// <summary>Fewest between two looks at the text.</summary>
    internal const int Step = 128;

    /// <summary>A look advances by at least this part of what it looks at, so that all looks together are so many times the text.</summary>
    internal const int Share = 8;
}
