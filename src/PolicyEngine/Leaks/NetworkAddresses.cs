namespace AiDesk.Policy.Leaks;

/// <summary>IPv4 addresses in dotted form.</summary>
internal static class NetworkAddresses
{
    /// <summary>The index behind the address that begins at <paramref name="start"/>; -1 when there is none.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var i = start;
        for (var part = 0; part < 4; part++)
        {
            var digits = CharClasses.RunLength(text, i, Alphabet.Digit, 4);
            if (digits is 0 or > 3 || Value(text.Slice(i, digits)) > 255)
            {
                return -1;
            }

            i += digits;
            if (part < 3)
            {
                if (i >= text.Length || text[i] != '.')
                {
                    return -1;
                }

                i++;
            }
        }

        var more = i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit(text[i + 1]);
        return more || (i < text.Length && CharClasses.Is(text[i], Alphabet.Word)) ? -1 : i;
    }

    private static int Value(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
