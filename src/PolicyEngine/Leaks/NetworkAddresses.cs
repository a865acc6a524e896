namespace AiDesk.Policy.Leaks;

/// <summary>IPv4 addresses in dotted form, IPv6 addresses in theirs (RFC 5952); not the loopback ones and not "any".</summary>
internal static class NetworkAddresses
{
    /// <summary>How far before an address it says that it is a resolver's.</summary>
    private const int ResolverReach = 64;

    /// <summary>The index behind the IPv6 address that begins at <paramref name="start"/>; -1 when there is none.</summary>
    public static int EndOfSix(ReadOnlySpan<char> text, int start)
    {
        const int Groups = 8;
        if (start > 0 && (CharClasses.Is(text[start - 1], Alphabet.Url) || text[start - 1] is ':' or '.'))
        {
            return -1;
        }

        var (i, groups, gap, digits, value) = (start, 0, false, false, 0);
        while (i < text.Length)
        {
            var length = CharClasses.RunLength(text, i, Alphabet.Hex, 5);
            if (length > 4 || (length == 0 && !(i + 1 < text.Length && text[i] == ':' && text[i + 1] == ':') && !(gap && text[i - 1] == ':')))
            {
                return -1;
            }

            groups += length > 0 ? 1 : 0;
            digits |= text.Slice(i, length).ContainsAnyInRange('0', '9');
            value += length > 0 ? text.Slice(i, length).TrimStart('0') is var rest && rest.IsEmpty ? 0 : rest is "1" ? 1 : 2 : 0;
            i += length;
            if (i >= text.Length || text[i] != ':')
            {
                break;
            }

            var twice = i + 1 < text.Length && text[i + 1] == ':';
            if (!twice && (i + 1 >= text.Length || !char.IsAsciiHexDigit(text[i + 1])))
            {
                break;
            }

            if (twice && gap)
            {
                return -1;
            }

            gap |= twice;
            i += twice ? 2 : 1;
        }

        var whole = gap ? groups is >= 1 and < Groups : groups == Groups;
        return whole && digits && (value > 1 || (value == 1 && text[start] != ':' && gap)) && (i >= text.Length || !CharClasses.Is(text[i], Alphabet.Url)) ? i : -1;
    }

    /// <summary>The index behind the IPv4 address that begins at <paramref name="start"/>; -1 when there is none.</summary>
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

        var inside = start > 0 && text[start - 1] == '.';
        var more = inside || i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit(text[i + 1]);
        var own = text[start..i].StartsWith("127.", StringComparison.Ordinal)
            || text[start..i] is "0.0.0.0" or "255.255.255.255" || text[start..i].StartsWith("255.255.", StringComparison.Ordinal);
        return more || own || (IsResolver(text[start..i]) && text[Math.Max(0, start - ResolverReach)..start].Contains("dns", StringComparison.OrdinalIgnoreCase)) || IsVersion(text, start) || (i < text.Length && CharClasses.Is(text[i], Alphabet.Word)) ? -1 : i;
    }

    /// <summary>Resolvers that everybody may use and support tells people to set.</summary>
    private static bool IsResolver(ReadOnlySpan<char> address) =>
        address is "8.8.8.8" or "8.8.4.4" or "1.1.1.1" or "1.0.0.1" or "9.9.9.9" or "149.112.112.112" or "208.67.222.222" or "208.67.220.220";

    private static int Value(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            value = (value * 10) + (c - '0');
        }

        return value;
    }

    /// <summary>"version 10.2.0.1", "v1.2.3.4": four numbers that are none.</summary>
    private static bool IsVersion(ReadOnlySpan<char> text, int start)
    {
        const int Reach = 20;
        var before = text[Math.Max(0, start - Reach)..start].TrimEnd(" :=\"'");
        foreach (var word in VersionWords)
        {
            if (before.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly string[] VersionWords =
    [
        "version", "versión", "versione", "versão", "versie", "release", "build", "firmware", "driver", "update", "ver.", " v", "section",
        "chapter", "§", "abschnitt", "kapitel", "absatz", "sección", "capítulo", "chapitre", "sezione", "capitolo", "secção", "hoofdstuk", "artikel", "paragraph",
    ];
}
