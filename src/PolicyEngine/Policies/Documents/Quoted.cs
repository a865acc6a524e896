using System.Globalization;
using System.Text;

namespace AiDesk.Policy.Policies.Documents;

/// <summary>What somebody wrote, shown in a message: short, on one line.</summary>
internal static class Quoted
{
    /// <summary>Most characters shown.</summary>
    public const int Longest = 60;

    public static string Of(string text) => $"'{Plain(text)}'";

    public static string Plain(string text)
    {
        if (text.Length <= Longest && !text.Any(IsHidden))
        {
            return text;
        }

        var shown = new StringBuilder();
        foreach (var unit in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            if (IsHidden(unit))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
            else
            {
                shown.Append(unit);
            }
        }

        return text.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }

    private static bool IsHidden(char unit) =>
        char.IsControl(unit) || char.IsSurrogate(unit) || char.GetUnicodeCategory(unit) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
