namespace AiDesk.Policy.Output;

/// <summary>What a tool's output may be: beyond it nothing is passed on.</summary>
public static class OutputLimits
{
    /// <summary>Most bytes of raw output: 1 MiB.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Deepest nesting of raw output, mapped or not.</summary>
    public const int Depth = 64;

    /// <summary>Most bytes of one number. A longer one is dropped: it would carry text past the bounds of strings.</summary>
    public const int NumberBytes = 40;
}
