namespace AiDesk.Policy.Values;

/// <summary>Percent-encoding of single bytes (RFC 3986, section 2.1): what it hides in an address is ASCII or makes it another one.</summary>
internal static class PercentCode
{
    /// <summary>The character at a place, decoded; moves to its last.</summary>
    public static char Read(ReadOnlySpan<char> text, ref int at)
    {
        if (text[at] != '%' || at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
        {
            return text[at];
        }

        at += 2;
        return (char)((Digit(text[at - 1]) * 16) + Digit(text[at]));
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
