using System.Globalization;
using System.Text;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>What is drawn alike is stored alike, and what is not drawn is not stored: characters nobody sees would speak to the model alone.</summary>
internal static class VisibleText
{
    /// <summary>NFC, one space between words, one line break between lines, nothing at the ends. Never throws.</summary>
    public static string Normalise(string text)
    {
        var made = new StringBuilder(text.Length);
        var gap = '\0';
        foreach (var letter in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(letter))
            {
                gap = IsLineBreak(letter.Value) || gap == '\n' ? '\n' : ' ';
            }
            else if (IsDrawn(letter))
            {
                if (gap != '\0' && made.Length > 0)
                {
                    made.Append(gap);
                }

                gap = '\0';
                AppendTo(made, letter);
            }
        }

        return made.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>At most so many UTF-16 units, and no half of a character.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static bool IsLineBreak(int letter) => letter is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;

    /// <summary>Not: controls, zero-width and direction marks, tags, variation selectors, code points that are no characters.</summary>
    private static bool IsDrawn(Rune letter) =>
        Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format)
        && letter.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) or (>= 0xFDD0 and <= 0xFDEF))
        && (letter.Value & 0xFFFE) != 0xFFFE;

    private static void AppendTo(StringBuilder made, Rune letter)
    {
        Span<char> units = stackalloc char[2];
        made.Append(units[..letter.EncodeToUtf16(units)]);
    }
}
