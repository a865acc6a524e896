using System.Globalization;

namespace AiDesk.Policy.Text;

/// <summary>What a character is to a tokenizer.</summary>
internal enum ScriptKind : byte
{
    Latin,
    Digit,
    Space,
    Punctuation,
    Cyrillic,
    Greek,
    SemiticOrIndic,
    Kana,
    Ideograph,
    Hangul,
    Surrogate,
    Other,
}

internal static class TokenScript
{
    private static readonly ScriptKind[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(c => OfAscii((char)c))];

    public static ScriptKind Of(char c) => c < 128 ? AsciiKinds[c] : OfOther(c);

    /// <summary>UTF-16 units that a token holds on average in running text, rounded down so that the estimate errs upwards.</summary>
    public static double UnitsPerToken(ScriptKind kind) => kind switch
    {
        ScriptKind.Greek or ScriptKind.SemiticOrIndic => 2.1,
        ScriptKind.Kana => 1.5,
        ScriptKind.Ideograph => 1.3,
        ScriptKind.Hangul => 1.4,

        // An emoji is a pair of surrogates, and one to three tokens.
        ScriptKind.Surrogate => 1.2,
        _ => 0.8,
    };

    private static ScriptKind OfAscii(char c) =>
        char.IsAsciiLetter(c) ? ScriptKind.Latin
        : char.IsAsciiDigit(c) ? ScriptKind.Digit
        : c is ' ' or '\n' or '\r' or '\t' ? ScriptKind.Space
        : ScriptKind.Punctuation;

    private static ScriptKind OfOther(char c) => c switch
    {
        '\u00A0' => ScriptKind.Space,
        < '\u0250' => char.IsLetter(c) ? ScriptKind.Latin : ScriptKind.Punctuation,
        >= '\u0300' and < '\u0370' => ScriptKind.Latin,
        >= '\u0370' and < '\u0400' => ScriptKind.Greek,
        >= '\u0400' and < '\u0530' => ScriptKind.Cyrillic,
        >= '\u0530' and < '\u0E80' => ScriptKind.SemiticOrIndic,
        >= '\u1E00' and < '\u1F00' => ScriptKind.Latin,
        >= '\u1F00' and < '\u2000' => ScriptKind.Greek,
        >= '\u2000' and < '\u2070' => ScriptKind.Punctuation,
        >= '\u3000' and < '\u3040' => ScriptKind.Punctuation,
        >= '\u3040' and < '\u3100' => ScriptKind.Kana,
        (>= '\u3400' and < '\uA000') or (>= '\uF900' and < '\uFB00') => ScriptKind.Ideograph,
        >= '\uAC00' and < '\uD7B0' => ScriptKind.Hangul,
        >= '\uD800' and < '\uE000' => ScriptKind.Surrogate,
        >= '\uFF00' and < '\uFF20' => ScriptKind.Punctuation,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator ? ScriptKind.Space : ScriptKind.Other,
    };
}
