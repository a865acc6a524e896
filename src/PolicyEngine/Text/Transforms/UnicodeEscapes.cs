namespace AiDesk.Policy.Text.Transforms;

/// <summary><c>\u0069</c>, <c>\u{69}</c>, <c>\U00000069</c> and <c>\x69</c>.</summary>
internal static class UnicodeEscapes
{
    /// <summary>The character and the length of the escape at an index; -1 when there is none.</summary>
    public static (int CodePoint, int Width) Read(ReadOnlySpan<char> source, int index)
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
