namespace AiDesk.Policy.Leaks;

/// <summary>Places in files as frames write them.</summary>
internal static class FramePositions
{
    /// <summary>A file's ending and a line number behind it.</summary>
    public static bool Has(ReadOnlySpan<char> line, string ending)
    {
        var at = line.IndexOf(ending, StringComparison.Ordinal);
        return at > 0 && at + ending.Length < line.Length && char.IsAsciiDigit(line[at + ending.Length]);
    }

    /// <summary><c>…:12:34</c> or <c>…:12</c> at the end.</summary>
    public static bool Ends(ReadOnlySpan<char> text) => Behind(text) < text.Length;

    /// <summary><c>…:12:34</c> at the end: a port has no column.</summary>
    public static bool EndsTwice(ReadOnlySpan<char> text)
    {
        var last = Behind(text);
        return last < text.Length && Behind(text[..last]) < last;
    }

    /// <summary>Index of the colon of the number at the end; the length when there is none.</summary>
    private static int Behind(ReadOnlySpan<char> text)
    {
        var last = text.LastIndexOf(':');
        return last > 0 && last < text.Length - 1 && text[(last + 1)..].IndexOfAnyExceptInRange('0', '9') < 0 ? last : text.Length;
    }
}
