using System.Globalization;
using System.Text;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Text as the observer's rules read it: small letters without accents, one space between words.</summary>
internal static class TextFolding
{
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            folded.Append(c switch { '\u2019' or '\u02BC' => "'", '\u00DF' or '\u1E9E' => "ss", '\u2013' or '\u2014' => "-", '\u00E6' => "ae", '\u0153' => "oe", _ => char.ToLowerInvariant(c).ToString() });
        }

        return folded.ToString();
    }

    /// <summary>Words of letters, folded.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var folded = Fold(text);
        var start = -1;
        for (var i = 0; i <= folded.Length; i++)
        {
            var isLetter = i < folded.Length && char.IsLetter(folded[i]);
            if (isLetter && start < 0)
            {
                start = i;
            }
            else if (!isLetter && start >= 0)
            {
                yield return folded[start..i];
                start = -1;
            }
        }
    }
}
