using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Text;

/// <summary>Words that are drawn out ("idiooooot"), looked up with each run of three or more equal letters as one. One pass, no allocation.</summary>
internal static class ElongatedWords
{
    /// <summary>Longest word looked at, in UTF-16 units.</summary>
    private const int MaxChars = 64;

    /// <param name="table">What is looked for.</param>
    /// <param name="views">Where: in the folded text only.</param>
    /// <param name="template">The finding, but for its place.</param>
    /// <param name="refine">Fits the finding to the mask of the word that was found.</param>
    /// <param name="findings">Where the findings go.</param>
    /// <param name="counts">Does it count where it stands?</param>
    /// <param name="limit">Most places to report.</param>
    /// <returns>Places found.</returns>
    public static int Run(
        PhraseTable table,
        TextViews views,
        in Finding template,
        Func<ulong, Finding, Finding> refine,
        FindingList findings,
        PhraseFilter counts,
        int limit)
    {
        var view = views.Folded;
        var tokens = view.Tokens;
        Span<char> squeezed = stackalloc char[MaxChars];
        var found = 0;
        for (var i = 0; i < tokens.Length && found < limit; i++)
        {
            if (tokens[i].Length is < 5 or > MaxChars || (tokens[i].Marks & TokenMarks.Digit) != 0)
            {
                continue;
            }

            var word = view.TextOf(tokens[i]);
            if (!IsDrawnOut(word))
            {
                continue;
            }

            var classes = table.Find(squeezed[..Squeeze(word, squeezed)]);
            if (classes != 0 && counts(views, view, i, 1, classes))
            {
                var (start, end) = view.Locate(tokens[i].Start, tokens[i].End);
                findings.Add(refine(classes, template) with { Start = views.Offset + start, End = views.Offset + end });
                found++;
            }
        }

        return found;
    }

    private static bool IsDrawnOut(ReadOnlySpan<char> word)
    {
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] == word[i - 1] && word[i] == word[i - 2])
            {
                return true;
            }
        }

        return false;
    }

    private static int Squeeze(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        for (var i = 0; i < word.Length;)
        {
            var run = 1;
            while (i + run < word.Length && word[i + run] == word[i])
            {
                run++;
            }

            for (var k = 0; k < (run > 2 ? 1 : run); k++)
            {
                target[length++] = word[i];
            }

            i += run;
        }

        return length;
    }
}
