using System.Buffers;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Words respelt so that a reader still reads them: letters apart, digits for letters, words without gaps, or all of these.</summary>
internal static class Respelling
{
    private static readonly SearchValues<char> LeetSigns = SearchValues.Create("@$!|");

    /// <summary>Adds the view with letters joined, and one with its words respelt and taken apart, where there is cause.</summary>
    public static void AddViews(TextViews views, TextView view)
    {
        var source = view;
        if (LetterGroups.MayHave(view.Summary) && views.Add(TextTransform.Spaced, view.Depth) is { } joined)
        {
            if (LetterGroups.Join(view, joined))
            {
                joined.Tokenize();
                source = joined;
            }
            else
            {
                views.RemoveLast();
            }
        }

        if (!MayRespell(source) || views.Add(TextTransform.Leet, view.Depth) is not { } respelt)
        {
            return;
        }

        if (Rewrite(source, respelt))
        {
            respelt.Tokenize();
        }
        else
        {
            views.RemoveLast();
        }
    }

    private static bool MayRespell(TextView view) =>
        view.Summary.Mixed || view.Summary.Longest >= ShortestRun(view) || view.Text.ContainsAny(LeetSigns);

    private static int ShortestRun(TextView view) => view.Transform == TextTransform.Spaced ? WordRuns.ShortestSpelt : WordRuns.Shortest;

    private static bool Rewrite(TextView view, TextView plain)
    {
        Span<char> read = stackalloc char[WordRuns.MaxLetters];
        Span<short> ends = stackalloc short[WordRuns.MaxLetters];
        var text = view.Text;
        var shortest = ShortestRun(view);
        var copied = 0;
        var leets = false;
        for (var i = 0; i < text.Length;)
        {
            var end = CoreEnd(text, i);
            if (end - i < 3)
            {
                i = end + 1;
                continue;
            }

            end = LeetLetters.EndsInSign(text, i, end, read) ? end + 1 : end;
            var part = text[i..Math.Min(end, i + WordRuns.MaxLetters)];
            var leet = LeetLetters.IsLeet(part);
            if (leet)
            {
                LeetLetters.Read(part, read);
            }
            else if (part.Length < shortest || !char.IsLetter(part[0]))
            {
                i = end + 1;
                continue;
            }
            else
            {
                part.CopyTo(read);
            }

            var word = read[..part.Length];
            var taken = part.Length;
            var count = Words(word, shortest, ends);
            if (count == 1 && (!leet || part.Length > LeetLetters.LongestWord))
            {
                i += taken;
                continue;
            }

            if (count > 1 && i + taken < end)
            {
                // A word may go on behind the part: the next part begins with it.
                while (count > 1 && ends[count - 1] > part.Length - WordSet.Longest)
                {
                    count--;
                }

                taken = ends[count - 1];
            }

            plain.AppendFrom(view, copied, i);
            var start = plain.Length;
            var from = 0;
            for (var w = 0; w < count; w++)
            {
                var to = count == 1 ? taken : ends[w];
                if (w > 0)
                {
                    plain.Append(' ', view.Map, i + from - 1, 1);
                }

                plain.AppendFrom(view, i + from, i + to);
                for (var k = from; k < to; k++)
                {
                    plain.Replace(plain.Length - to + k, word[k]);
                }

                from = to;
            }

            plain.Touch(start, plain.Length, leet ? TextTransform.Leet : view.TransformAt(i, i + taken) == TextTransform.Spaced ? TextTransform.Spaced : TextTransform.Joined);
            leets |= leet;
            i += taken;
            copied = i;
        }

        if (copied == 0)
        {
            return false;
        }

        plain.AppendFrom(view, copied, text.Length);
        plain.Rename(leets ? TextTransform.Leet : view.Transform == TextTransform.Spaced ? TextTransform.Spaced : TextTransform.Joined);
        return true;
    }

    /// <summary>Words that a run is taken apart into; 1 when it is one word, or nothing that is worth it.</summary>
    private static int Words(ReadOnlySpan<char> run, int shortest, Span<short> ends)
    {
        if (run.Length < shortest || KnownWords.All.Contains(run) || !run.ContainsAny(KnownWords.KeyTexts))
        {
            return 1;
        }

        var count = WordRuns.Split(run, ends, out _);
        return WordRuns.IsSentence(run, ends[..count]) ? count : 1;
    }

    /// <summary>The end of the word at <paramref name="start"/>: anything but letters, digits and their stand-ins; a ! or | only where a letter follows.</summary>
    private static int CoreEnd(ReadOnlySpan<char> text, int start)
    {
        var i = start;
        while (i < text.Length)
        {
            var c = text[i];
            if (!(char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) || c is '@' or '$' or '!' or '|' : Tokenizer.IsWordCharacter(c)))
            {
                break;
            }

            if (c is ('!' or '|') && (i + 1 >= text.Length || !char.IsAsciiLetterOrDigit(text[i + 1])))
            {
                break;
            }

            i++;
        }

        return i;
    }
}
