namespace AiDesk.Policy.Leaks;

/// <summary>The forms and checksums of national numbers, as their registries publish them. Letters and digits only, capitals.</summary>
internal static class NationalChecksums
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>DNI, NIE and CIF.</summary>
    public static bool IsSpanish(ReadOnlySpan<char> id)
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
    public static bool IsItalian(ReadOnlySpan<char> id)
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
    public static bool IsFrench(ReadOnlySpan<char> id)
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
    public static bool IsPortugueseCard(ReadOnlySpan<char> id)
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

    public static bool IsPortugueseTax(ReadOnlySpan<char> id) => id.Length == 9 && WeightedMod11(id[..8], 9) is var sum && id[8] - '0' == (sum % 11 < 2 ? 0 : 11 - (sum % 11));

    /// <summary>Burgerservicenummer: the test of eleven, the last digit counts minus one.</summary>
    public static bool IsDutch(ReadOnlySpan<char> id) =>
        id.Length is 8 or 9 && WeightedMod11(id[..^1], id.Length) is >= 0 and var sum && (sum - (id[^1] - '0')) % 11 == 0 && char.IsAsciiDigit(id[^1]);

    /// <summary>Steuer-Identifikationsnummer: ISO 7064 mod 11, 10.</summary>
    public static bool IsGermanTax(ReadOnlySpan<char> id)
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
    public static bool IsGermanCard(ReadOnlySpan<char> id)
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
    public static bool IsAmerican(ReadOnlySpan<char> text) =>
        text.Length == 11 && text[3] == text[6] && text[3] is '-' or ' ' && text[..3].IndexOfAnyExceptInRange('0', '9') < 0 && text[4..6].IndexOfAnyExceptInRange('0', '9') < 0
        && text[7..].IndexOfAnyExceptInRange('0', '9') < 0 && IsAmericanArea(text[..3]) && text[4..6] is not "00" && text[7..] is not "0000";

    public static bool IsAmericanArea(ReadOnlySpan<char> area) => area[0] != '9' && area is not ("000" or "666");

    /// <summary>National insurance number: two letters, six digits, a letter from A to D.</summary>
    public static bool IsBritish(ReadOnlySpan<char> id) =>
        id.Length == 9 && char.IsAsciiLetterUpper(id[0]) && char.IsAsciiLetterUpper(id[1]) && id[2..8].IndexOfAnyExceptInRange('0', '9') < 0 && id[8] is >= 'A' and <= 'D'
        && !id[..2].ContainsAny("DFIQUV") && id[1] != 'O' && id[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

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
