namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>\u0069</c>, <c>\u{69}</c> and <c>\x69</c> in prose: the whole text with its escapes decoded, when at least one of them is a letter.
/// </summary>
internal static class UnicodeEscapes
{
    public static bool Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        var letters = 0;
        for (var i = 0; i < source.Length;)
        {
            var (codePoint, width) = source[i] == '\\' ? Read(source, i) : (-1, 0);
            if (codePoint >= 0 && EscapeDigits.Append(decoded, codePoint, map.Start(i), map.End(i, width)))
            {
                letters += EscapeDigits.IsLetter(codePoint) ? 1 : 0;
                i += width;
            }
            else
            {
                decoded.Append(source[i], map.Start(i), map.End(i, 1));
                i++;
            }
        }

        return letters > 0;
    }

    private static (int CodePoint, int Width) Read(ReadOnlySpan<char> source, int index)
    {
        if (index + 1 >= source.Length)
        {
            return (-1, 0);
        }

        switch (source[index + 1])
        {
            case 'n' or 'r':
                return ('\n', 2);
            case 'x':
                return (EscapeDigits.Hex(source, index + 2, 2), 4);
            case 'U':
                return (EscapeDigits.Hex(source, index + 2, 8), 10);
            case 'u' when index + 2 < source.Length && source[index + 2] == '{':
                var digits = source[(index + 3)..Math.Min(source.Length, index + 10)].IndexOf('}');
                return digits is >= 1 and <= 6 ? (EscapeDigits.Hex(source, index + 3, digits), digits + 4) : (-1, 0);
            case 'u':
                return (EscapeDigits.Hex(source, index + 2, 4), 6);
            default:
                return (-1, 0);
        }
    }
}
