using System.Globalization;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text;

/// <summary>Is it a message at all? Empty, too short, too long, or without a letter or digit.</summary>
public static class MessageShape
{
    /// <summary>Adds at most one finding of severity <see cref="Verdict.Deny"/>; lengths are Unicode code points, of the text without white space around it.</summary>
    /// <param name="text">The message as it came.</param>
    /// <param name="field">Name of the text in findings.</param>
    /// <param name="minChars">Fewest code points, 1 and up.</param>
    /// <param name="maxChars">Most code points, of the whole text.</param>
    /// <param name="monitored">The rule is in monitor.</param>
    /// <param name="findings">Where it goes.</param>
    /// <returns>True when the shape is fine.</returns>
    public static bool Inspect(ReadOnlySpan<char> text, string field, int minChars, int maxChars, bool monitored, FindingList findings)
    {
        var (code, reason, detail) = Judge(text, minChars, maxChars);
        if (code.Length == 0)
        {
            return true;
        }

        findings.Add(new Finding(code, CheckKind.Shape, Verdict.Deny, reason)
        {
            Field = field,
            Start = 0,
            End = text.Length,
            Monitored = monitored,
            Detail = detail,
        });
        return false;
    }

    private static (string Code, Reason Reason, string Detail) Judge(ReadOnlySpan<char> text, int minChars, int maxChars)
    {
        // A code point is at most two units: the common case is settled without counting.
        if (text.Length > maxChars && CodePoints(text) is var count && count > maxChars)
        {
            return ("shape.too_long", Reason.TooLong, string.Create(CultureInfo.InvariantCulture, $"{count} characters, at most {maxChars}"));
        }

        var visible = 0;
        var spoken = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || InvisibleCharacters.IsInvisible(rune.Value))
            {
                continue;
            }

            visible++;
            spoken |= Rune.IsLetterOrDigit(rune);
            if (spoken && visible >= minChars)
            {
                return ("", Reason.Ok, "");
            }
        }

        if (visible == 0)
        {
            return ("shape.empty", Reason.Empty, "");
        }

        if (visible < minChars && (spoken || visible < 2))
        {
            return ("shape.too_short", Reason.TooShort, string.Create(CultureInfo.InvariantCulture, $"{visible} characters, at least {minChars}"));
        }

        return spoken ? ("", Reason.Ok, "") : ("shape.symbols_only", Reason.SymbolsOnly, "");
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            count -= char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]) ? 1 : 0;
        }

        return count;
    }
}
