using System.Globalization;
using System.Text;

namespace AiDesk.CommandLine.Display;

/// <summary>Text of customers, models and tools as a terminal may show it.</summary>
internal static class TerminalText
{
    /// <summary>
    /// Control and format characters as their code points: text that is judged must not be able to move the cursor, recolour the screen or reorder
    /// what is read.
    /// </summary>
    public static string Visible(string text, bool keepLines = false)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsShown(rune) || (keepLines && rune.Value == '\n'))
            {
                shown.Append(rune.ToString());
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
            }
        }

        return shown.ToString();
    }

    /// <summary>At most this many characters of it, on one line.</summary>
    public static string Excerpt(string text, int most)
    {
        var line = Visible(text.ReplaceLineEndings(" "));
        return line.Length <= most ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1), "…");
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
