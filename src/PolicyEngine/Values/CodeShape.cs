using System.Buffers;
using System.Collections.Frozen;

namespace AiDesk.Policy.Values;

/// <summary>Which joined letters and digits are a value, and not a date, a time, a round number or a word with a number.</summary>
internal static class CodeShape
{
    private const int LeastDigits = 3;

    /// <summary>A number with fewer between its first and last that are not 0 is an amount: 100000, 1,250,000.</summary>
    private const int LeastSignificant = 4;

    /// <summary>From this length on one digit is enough: words are shorter.</summary>
    private const int LongCode = 10;

    /// <summary>Digits from which two zeros in front are the way abroad of a telephone number.</summary>
    private const int LeastPhoneDigits = 10;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Months = FrozenSet.ToFrozenSet(
        [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "june", "july", "ene", "abr", "ago", "dic", "mayo", "fev",
            "avr", "mai", "juin", "juil", "aout", "okt", "dez", "marz", "juni", "juli", "gen", "mag", "giu", "lug", "set", "ott", "mei", "mrt", "out", "maio",
        ],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Currencies = FrozenSet.ToFrozenSet(
        [
            "eur", "usd", "gbp", "chf", "jpy", "cny", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "bgn", "try", "brl", "mxn", "ars", "clp",
            "cop", "pen", "inr", "zar", "krw", "sgd", "hkd", "aed", "ils", "thb", "kg", "km", "cm", "mm", "ml", "gb", "mb", "tb", "kb", "ms", "min", "h",
        ],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Currencies and units of measure stand beside a number and are no part of it.</summary>
    public static bool IsUnit(ReadOnlySpan<char> word) => Currencies.Contains(word);

    /// <summary>Brings a joined code into its normal form; false when it is no value.</summary>
    public static bool TryNormalise(ValueText code)
    {
        var chars = code.Chars;
        if (chars.Length < ValueLimits.LeastChars)
        {
            return false;
        }

        var digits = 0;
        foreach (var c in chars)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        if (digits < (chars.Length >= LongCode ? 1 : LeastDigits))
        {
            return false;
        }

        if (digits < chars.Length)
        {
            return !IsWrittenDate(chars) && !IsTimestamp(chars);
        }

        if (IsDate(chars) || IsRound(chars))
        {
            return false;
        }

        if (digits >= LeastPhoneDigits && chars.StartsWith("00", StringComparison.Ordinal))
        {
            code.RemoveFirst(2);
        }

        return true;
    }

    private static bool IsRound(ReadOnlySpan<char> digits) => digits.Trim("0").Length < LeastSignificant;

    /// <summary>Eight digits that are a day in one of the usual orders, or that and a time.</summary>
    private static bool IsDate(ReadOnlySpan<char> digits) =>
        digits.Length is 8 or 12 or 14 or 17
        && ((IsYear(digits[..4]) && IsPart(digits.Slice(4, 2), 12) && IsPart(digits.Slice(6, 2), 31))
            || (digits.Length == 8 && IsYear(digits[4..]) && IsPart(digits[..2], 31) && IsPart(digits.Slice(2, 2), 31)));

    /// <summary>ISO 8601: a day, <c>t</c>, a time, and perhaps <c>z</c>.</summary>
    private static bool IsTimestamp(ReadOnlySpan<char> code) => code.Length >= 9 && code[8] == 't' && IsDate(code[..8]);

    /// <summary>12may2024.</summary>
    private static bool IsWrittenDate(ReadOnlySpan<char> code)
    {
        var day = code.IndexOfAnyExcept(Digits);
        var rest = code[day..];
        var month = rest.IndexOfAny(Digits);
        return day is 1 or 2 && month > 0 && Months.Contains(rest[..month]) && rest.Length - month is 2 or 4 && rest[month..].IndexOfAnyExcept(Digits) < 0;
    }

    private static bool IsYear(ReadOnlySpan<char> digits) => digits[..2] is "19" or "20";

    private static bool IsPart(ReadOnlySpan<char> digits, int most)
    {
        var value = ((digits[0] - '0') * 10) + (digits[1] - '0');
        return value >= 1 && value <= most;
    }
}
