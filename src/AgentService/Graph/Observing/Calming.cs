using System.Text;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Takes the shouting out of a text and nothing else: small letters for capitals, one mark for a row, no faces.</summary>
internal static partial class Calming
{
    public static string Calm(string text)
    {
        var calm = Shouting.Capitals().Replace(text, match => Shouting.IsLoud(match) ? Small(text, match) : match.Value);
        calm = Rows().Replace(calm, match => match.Value.Contains('?', StringComparison.Ordinal) ? "?" : match.Value.Contains('!', StringComparison.Ordinal) ? "." : "");
        calm = calm.Replace("¡", "", StringComparison.Ordinal);
        var plain = new StringBuilder(calm.Length);
        foreach (var rune in calm.EnumerateRunes().Where(rune => rune.Value is not (>= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF or 0xFE0F)))
        {
            plain.Append(rune.ToString());
        }

        return plain.ToString().Trim();
    }

    // Capital at the beginning of a sentence.
    private static string Small(string text, Match match)
    {
        var small = match.Value.ToLowerInvariant();
        var before = text.AsSpan(0, match.Index).TrimEnd();
        var begins = before.Length == 0 || before[^1] is '.' or '!' or '?' or '¡' or '¿' or ':';
        return begins ? char.ToUpperInvariant(small[0]) + small[1..] : small;
    }

    [GeneratedRegex(@"[!?¡¿]*[!?][!?¡¿]*", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Rows();
}
