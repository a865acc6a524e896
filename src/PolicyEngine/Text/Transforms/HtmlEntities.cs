namespace AiDesk.Policy.Text.Transforms;

/// <summary><c>&amp;#105;</c>, <c>&amp;#x69;</c>, and the few named references that stand for signs and white space.</summary>
internal static class HtmlEntities
{
    private const int LongestReference = 10;

    /// <summary>The character and the length of the reference at the beginning of a text; -1 when there is none.</summary>
    public static (int CodePoint, int Width) Read(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestReference)].IndexOf(';');
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
            "nbsp" or "ensp" or "emsp" => ' ',
            "Tab" => '\t',
            "NewLine" => '\n',
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
