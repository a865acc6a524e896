using System.Text;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph;

/// <summary>What a model answers in words: a line with the intent, then the reply.</summary>
internal static partial class ReplyText
{
    public static (string Reply, string Intent) Read(string text)
    {
        var match = IntentLine().Match(text);
        return match.Success ? (text[match.Length..].Trim(), CleanIntent(match.Groups[1].Value)) : (text.Trim(), "");
    }

    /// <summary>a-z, 0-9 and _, at most 40; empty when nothing is left.</summary>
    public static string CleanIntent(string intent) =>
        string.Concat(intent.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c == '_').Take(40));

    /// <summary>Without what no reply has: control characters but line ends, and halves of characters, which the database would not take.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t')))
            {
                continue;
            }

            clean.Append(rune.ToString());
        }

        return clean.ToString().Trim();
    }

    [GeneratedRegex(@"^\s*intent\s*:\s*([A-Za-z0-9_-]{1,40})[ \t]*(?:\r?\n|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IntentLine();
}
