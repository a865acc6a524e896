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

    /// <summary>Words of the longest phrase that a line stands for.</summary>
    public static int MostWords(string folded) => LexiconFile.Expand(folded).Max(phrase => phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);

    public static string Pack(IEnumerable<string> folded)
    {
        var packed = new StringBuilder();
        var before = "";
        foreach (var line in folded.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var shared = line.AsSpan().CommonPrefixLength(before);
            shared = Math.Min(shared, MostShared);
            packed.Append((char)('A' + shared)).Append(line, shared, line.Length - shared);
            before = line;
        }

        return packed.ToString();
    }
}
