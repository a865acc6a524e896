namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>&amp;#105;</c>, <c>&amp;#x69;</c> in prose: the whole text with its character references decoded, when at least one of them is a letter. The few
/// named references that stand for signs are decoded along.
/// </summary>
internal static class HtmlEntities
{
    private const int LongestReference = 10;

    public static bool Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        var letters = 0;
        for (var i = 0; i < source.Length;)
        {
            var (codePoint, width) = source[i] == '&' ? Read(source[i..Math.Min(source.Length, i + LongestReference)]) : (-1, 0);
            if (codePoint > 0 && EscapeDigits.Append(decoded, codePoint, map.Start(i), map.End(i, width)))
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

    private static (int CodePoint, int Width) Read(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end < 2)
        {
            return (-1, 0);
        }

        var name = text[1..end];
        if (name[0] == '#')
        {
            return (Number(name[1..]), end + 1);
        }

        var sign = name switch
        {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            _ => '\0',
        };
        return sign == '\0' ? (-1, 0) : (sign, end + 1);
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        if (digits.Length > 1 && (digits[0] | 0x20) == 'x')
        {
            return EscapeDigits.Hex(digits, 1, digits.Length - 1);
        }

        var value = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
