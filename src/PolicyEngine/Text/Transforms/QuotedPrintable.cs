namespace AiDesk.Policy.Text.Transforms;

/// <summary><c>=69=67=6E</c> and the soft line end of RFC 2045. An equals sign before two digits is common in code: three such letters are not.</summary>
internal static class QuotedPrintable
{
    private const int MinEscapes = 3;

    /// <summary>Are there enough escapes that are letters or white space for the text to be written so?</summary>
    public static bool IsIn(ReadOnlySpan<char> source)
    {
        var found = 0;
        for (var i = source.IndexOf('='); i >= 0 && i < source.Length;)
        {
            var value = EscapeDigits.Hex(source, i + 1, 2);
            found += value is ' ' or (>= 0x41 and <= 0x5A) or (>= 0x61 and <= 0x7A) or >= 0xC3 ? 1 : 0;
            if (found >= MinEscapes)
            {
                return true;
            }

            var next = source[(i + 1)..].IndexOf('=');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return false;
    }

    public static (int CodePoint, int Width) Read(ReadOnlySpan<char> source, int index)
    {
        var behind = source[(index + 1)..];
        if (behind.StartsWith("\r\n", StringComparison.Ordinal))
        {
            return (Escapes.SoftBreak, 3);
        }

        return behind.StartsWith("\n", StringComparison.Ordinal) ? (Escapes.SoftBreak, 2) : ByteEscapes.Read(source, index, '=');
    }
}
