using System.Text;
using AiDesk.Policy.Text;

namespace AiDesk.BrowserGuard;

/// <summary>
/// Lines of a word file, folded as the engine folds texts, in one string: each begins with a capital letter that says how many characters it shares with the line
/// before (A none, B one, … Z 25). Alternatives stay as they are written: <c>ignor(a|e)</c>.
/// </summary>
internal static class PhraseLines
{
    private const int MostShared = 25;

    /// <summary>Phrases that are taken out of a line of which others are too long.</summary>
    private const int MostTakenOut = 4;

    private static readonly int[] TakenApart = [1, 2, 3, 4, 6, 8, 12, int.MaxValue];

    /// <summary>Folds one line; what is no word and no sign of an alternative becomes a space.</summary>
    public static string Fold(TextViews views, string line)
    {
        views.Prepare(line);
        var folded = new StringBuilder();
        foreach (var c in views.Folded.Text)
        {
            if (Tokenizer.IsWordCharacter(c) || c is '(' or ')' or '|')
            {
                folded.Append(c);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    /// <summary>The line when none of its phrases has more words; else those that have not, unless they are so many that the line by itself was their short form.</summary>
    public static IEnumerable<string> UpTo(int words, string folded)
    {
        string[] phrases = [.. LexiconFile.Expand(folded)];
        string[] kept = [.. phrases.Where(phrase => phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= words)];
        return kept.Length == phrases.Length ? [folded] : kept.Length <= MostTakenOut ? kept : [];
    }

    /// <summary>The shortest form: lines of up to so many phrases may take less room taken apart.</summary>
    public static string Pack(IEnumerable<string> folded)
    {
        string[] lines = [.. folded];
        return TakenApart.Select(most => Share(lines.SelectMany(line => LexiconFile.Expand(line).ToArray() is var phrases && phrases.Length <= most ? phrases : [line])))
            .MinBy(packed => packed.Length)!;
    }

    private static string Share(IEnumerable<string> lines)
    {
        var packed = new StringBuilder();
        var before = "";
        foreach (var line in lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var shared = Math.Min(line.AsSpan().CommonPrefixLength(before), MostShared);
            packed.Append((char)('A' + shared)).Append(line, shared, line.Length - shared);
            before = line;
        }

        return packed.ToString();
    }
}
