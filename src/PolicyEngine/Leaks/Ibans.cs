namespace AiDesk.Policy.Leaks;

/// <summary>International bank account numbers: country, its length, and mod 97 (ISO 13616-1).</summary>
internal static class Ibans
{
    private const int MaxLength = 34;

    /// <summary>Country and length, from the IBAN registry.</summary>
    private const string Lengths =
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IS26IT27JO30"
        + "KW30KZ20LB28LI21LT20LU20LV21MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SE24SI19SK24SM27TN24TR26UA29VA22VG24XK20";

    /// <summary>The index behind an IBAN whose country begins at <paramref name="start"/>; -1 when there is none. Single spaces may group it.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        if (!char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1]) || (start > 0 && CharClasses.Is(text[start - 1], Alphabet.Word)))
        {
            return -1;
        }

        var wanted = LengthOf(char.ToUpperInvariant(text[start]), char.ToUpperInvariant(text[start + 1]));
        Span<char> iban = stackalloc char[MaxLength];
        var count = 0;
        var i = start;
        for (; i < text.Length && count < wanted; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                iban[count++] = char.ToUpperInvariant(text[i]);
            }
            else if (text[i] is not (' ' or '-') || text[i - 1] is (' ' or '-'))
            {
                break;
            }
        }

        var whole = count == wanted && wanted > 0 && (i == text.Length || !CharClasses.Is(text[i], Alphabet.Word));
        return whole && Mod97(iban[..count]) == 1 ? i : -1;
    }

    private static int LengthOf(char first, char second)
    {
        for (var i = 0; i < Lengths.Length; i += 4)
        {
            if (Lengths[i] == first && Lengths[i + 1] == second)
            {
                return ((Lengths[i + 2] - '0') * 10) + (Lengths[i + 3] - '0');
            }
        }

        return 0;
    }

    private static int Mod97(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            // The first four stand last.
            var c = iban[(i + 4) % iban.Length];
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + (c - '0')) % 97 : ((rest * 100) + (c - 'A' + 10)) % 97;
        }

        return rest;
    }
}
