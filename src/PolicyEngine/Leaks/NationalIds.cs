namespace AiDesk.Policy.Leaks;

/// <summary>
/// Numbers of identity, tax and social security cards. Where a checksum and a form leave little to chance the number alone is enough; a plain row of digits
/// needs its name before it (<see cref="NationalIdNames"/>).
/// </summary>
internal static class NationalIds
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>The index behind the number that begins at <paramref name="start"/>, a digit or a capital that no letter or digit precedes; -1 when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="named">The text holds one of <see cref="NationalIdNames"/>.</param>
    public static int End(ReadOnlySpan<char> text, int start, bool named)
    {
        Span<char> code = stackalloc char[MaxCode];
        var (end, length, groups) = Read(text, start, code);
        if (length < MinCode)
        {
            return -1;
        }

        var id = code[..length];
        var known = length switch
        {
            9 => IsSpanish(id) || IsAmerican(text[start..end]) || (groups >= 4 && IsBritish(id)),
            12 => IsPortugueseCard(id),
            15 => IsFrench(id),
            16 => IsItalian(id),
            _ => false,
        };
        if (known || !named)
        {
            return known ? end : -1;
        }

        return NationalIdNames.Before(text, start) switch
        {
            NationalIdName.German => IsGermanTax(id) || IsGermanCard(id) ? end : -1,
            NationalIdName.Portuguese => IsPortugueseTax(id) ? end : -1,
            NationalIdName.Dutch => IsDutch(id) ? end : -1,
            NationalIdName.British => IsBritish(id) ? end : -1,
            NationalIdName.American => length == 9 && id.IndexOfAnyExceptInRange('0', '9') < 0 && IsAmericanArea(id[..3]) ? end : -1,
            NationalIdName.Document => IsDocument(text, start, out end) ? end : -1,
            _ => -1,
        };
    }

    private const int MinCode = 6;
    private const int MaxCode = 17;

    /// <summary>Letters and digits of the number without single spaces, dots and dashes between its groups.</summary>
    private static (int End, int Length, int Groups) Read(ReadOnlySpan<char> text, int start, Span<char> code)
    {
        var (i, length, groups, end) = (start, 0, 1, start);
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) || char.IsAsciiLetterUpper(text[i]))
            {
                if (length == code.Length)
                {
                    break;
                }

                code[length++] = text[i];
                end = i + 1;
            }
            else if (text[i] is ' ' or '-' or '.' or '/' && i == end && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || IsShortTail(text, i + 1)))
            {
                groups++;
            }
            else
            {
                break;
            }
        }

        return end < text.Length && CharClasses.Is(text[end], Alphabet.Word) ? (end, 0, groups) : (end, length, groups);
    }

    /// <summary>One to three capitals, and a digit or nothing behind: the end of a number, not the next word.</summary>
    private static bool IsShortTail(ReadOnlySpan<char> text, int at)
    {
        var letters = CharClasses.RunLength(text, at, Alphabet.Upper, 4);
        return letters is >= 1 and <= 3 && (at + letters >= text.Length || !char.IsAsciiLetterLower(text[at + letters]));
    }

    /// <summary>DNI, NIE and CIF.</summary>
    private static bool IsSpanish(ReadOnlySpan<char> id)
    {
        if (id.Length != 9 || id[1..8].IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        if (char.IsAsciiDigit(id[0]) || id[0] is 'X' or 'Y' or 'Z')
        {
            var first = char.IsAsciiDigit(id[0]) ? id[0] - '0' : id[0] - 'X';
            return id[8] == SpanishLetters[((first * 10_000_000) + Number(id[1..8])) % 23];
        }

        if (!"ABCDEFGHJNPQRSUVW".Contains(id[0], StringComparison.Ordinal))
        {
            return false;
        }

        var sum = 0;
        for (var i = 1; i < 8; i++)
        {
            var digit = id[i] - '0';
            sum += i % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        var control = (10 - (sum % 10)) % 10;
        return id[8] == '0' + control || id[8] == "JABCDEFGHI"[control];
    }

    /// <summary>Codice fiscale: form and check character.</summary>
    private static bool IsItalian(ReadOnlySpan<char> id)
    {
        const string Form = "AAAAAA00A00A000A";
        const string Odd = "\u0001\u0000\u0005\u0007\u0009\u000D\u000F\u0011\u0013\u0015\u0002\u0004\u0012\u0014\u000B\u0003\u0006\u0008\u000C\u000E\u0010\n\u0016\u0019\u0018\u0017";
        if (id.Length != Form.Length)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Form.Length; i++)
        {
            if (char.IsAsciiDigit(id[i]) != (Form[i] == '0'))
            {
                return false;
            }

            var value = char.IsAsciiDigit(id[i]) ? id[i] - '0' : id[i] - 'A';
            sum += i == 15 ? 0 : i % 2 == 0 ? Odd[value] : value;
        }

        return id[15] - 'A' == sum % 26;
    }

    /// <summary>NIR: sex, year, month, place, order and key, mod 97.</summary>
    private static bool IsFrench(ReadOnlySpan<char> id)
    {
        if (id.Length != 15 || id[0] is not ('1' or '2'))
        {
            return false;
        }

        var rest = 0L;
        for (var i = 0; i < 13; i++)
        {
            var c = id[i];
            if (i == 6 && c is 'A' or 'B' && id[5] == '2')
            {
                // 2A counts as 19 and 2B as 18: one and two are taken off the department.
                rest = (rest / 10 * 100) + (c == 'A' ? 19 : 18);
                continue;
            }

            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            rest = (rest * 10) + (c - '0');
        }

        var month = Number(id[3..5]);
        return id[13..].IndexOfAnyExceptInRange('0', '9') < 0 && month is (>= 1 and <= 12) or (>= 20 and <= 42) && 97 - (rest % 97) == Number(id[13..]);
    }

    /// <summary>Cartão de cidadão: eight digits, one, two letters or digits, one, with a checksum as of Luhn over values of base 36.</summary>
    private static bool IsPortugueseCard(ReadOnlySpan<char> id)
    {
        if (id.Length != 12 || id[..9].IndexOfAnyExceptInRange('0', '9') >= 0 || !char.IsAsciiLetterUpper(id[9]) || !char.IsAsciiLetterOrDigit(id[10]) || !char.IsAsciiDigit(id[11]))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < id.Length; i++)
        {
            var value = char.IsAsciiDigit(id[i]) ? id[i] - '0' : id[i] - 'A' + 10;
            value = i % 2 == 0 ? value * 2 : value;
            sum += i % 2 == 0 && value > 9 ? value - 9 : value;
        }

        return sum % 10 == 0;
    }

    private static bool IsPortugueseTax(ReadOnlySpan<char> id) => id.Length == 9 && WeightedMod11(id[..8], 9) is var sum && id[8] - '0' == (sum % 11 < 2 ? 0 : 11 - (sum % 11));

    /// <summary>Burgerservicenummer: the test of eleven, the last digit counts minus one.</summary>
    private static bool IsDutch(ReadOnlySpan<char> id) =>
        id.Length is 8 or 9 && WeightedMod11(id[..^1], id.Length) is >= 0 and var sum && (sum - (id[^1] - '0')) % 11 == 0 && char.IsAsciiDigit(id[^1]);

    /// <summary>Steuer-Identifikationsnummer: ISO 7064 mod 11, 10.</summary>
    private static bool IsGermanTax(ReadOnlySpan<char> id)
    {
        if (id.Length != 11 || id[0] == '0' || id.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        var product = 10;
        foreach (var c in id[..10])
        {
            var sum = ((c - '0') + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == id[10] - '0';
    }

    /// <summary>Personalausweis: nine characters without vowels, weights 7 3 1, and the check digit where it is given.</summary>
    private static bool IsGermanCard(ReadOnlySpan<char> id)
    {
        if (id.Length is not (9 or 10) || !char.IsAsciiLetterUpper(id[0]) || !id.ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (char.IsAsciiDigit(id[i]) ? id[i] - '0' : id[i] - 'A' + 10) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }

        return id.Length == 9 || id[9] - '0' == sum % 10;
    }

    /// <summary>AAA-GG-SSSS, none of the parts that are never given out.</summary>
    private static bool IsAmerican(ReadOnlySpan<char> text) =>
        text.Length == 11 && text[3] == text[6] && text[3] is '-' or ' ' && text[..3].IndexOfAnyExceptInRange('0', '9') < 0 && text[4..6].IndexOfAnyExceptInRange('0', '9') < 0
        && text[7..].IndexOfAnyExceptInRange('0', '9') < 0 && IsAmericanArea(text[..3]) && text[4..6] is not "00" && text[7..] is not "0000";

    private static bool IsAmericanArea(ReadOnlySpan<char> area) => area[0] != '9' && area is not ("000" or "666");

    /// <summary>National insurance number: two letters, six digits, a letter from A to D.</summary>
    private static bool IsBritish(ReadOnlySpan<char> id) =>
        id.Length == 9 && char.IsAsciiLetterUpper(id[0]) && char.IsAsciiLetterUpper(id[1]) && id[2..8].IndexOfAnyExceptInRange('0', '9') < 0 && id[8] is >= 'A' and <= 'D'
        && !id[..2].ContainsAny("DFIQUV") && id[1] != 'O' && id[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

    /// <summary>A passport or a driving licence: any number of some length, behind its name.</summary>
    private static bool IsDocument(ReadOnlySpan<char> text, int start, out int end)
    {
        var length = CharClasses.RunLength(text, start, Alphabet.UpperDigit, 21);
        end = start + length;
        var digits = 0;
        foreach (var c in text.Slice(start, length))
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return length is >= 6 and <= 20 && digits >= 5;
    }

    private static int WeightedMod11(ReadOnlySpan<char> digits, int weight)
    {
        var sum = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            sum += (c - '0') * weight--;
        }

        return sum;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var c in digits)
        {
            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
