namespace AiDesk.Policy.Values;

/// <summary>Bounds of what is remembered and asked of values.</summary>
public static class ValueLimits
{
    /// <summary>Most values that one call puts into the sets of its run, and as many into those of its session. Past it the sets are incomplete.</summary>
    public const int Recorded = 1024;

    /// <summary>Most values that one call asks for. Past it the check is told as not run.</summary>
    public const int Asked = 512;

    /// <summary>Of <see cref="Asked"/>, most passages of a reply: about 770 words.</summary>
    public const int AskedPassages = 256;

    /// <summary>Windows of six words that are remembered of one text.</summary>
    public const int PassagesOfText = 64;

    /// <summary>Least letters and digits of a value.</summary>
    public const int LeastChars = 6;

    /// <summary>Most characters of a value that count; what two values share of that length makes them the same.</summary>
    public const int MostChars = 256;

    /// <summary>How long the values of a run or session are remembered after the last was added, milliseconds.</summary>
    public const long KeptMs = 24 * 3600_000L;
}
