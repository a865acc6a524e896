using System.Buffers;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Words respelt so that a reader still reads them: letters apart, digits for letters, words without gaps, or all of these.</summary>
internal static class Respelling
{
    private static readonly SearchValues<char> Signs = SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c).Where(LeetLetters.IsSign)]);
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
        bool? slang = null;
        var leets = false;
        var copied = 0;
        for (var i = 0; i < text.Length;)
        {
            var end = CoreEnd(text, i, out var signs);
            if (end - i < 2)
            {
                i = end + 1;
                continue;
            }

            if (LeetLetters.EndsInSign(text, i, end, read))
            {
                end++;
                signs = true;
            }

            // Most words have no sign, and the text is asked for slang only where a word depends on it.
            var part = text[i..Math.Min(end, i + WordRuns.MaxLetters)];
            var leet = signs && (LeetLetters.IsLeet(part) || ((slang ??= IsSlang(view)) && LeetLetters.IsShort(part)));
            if (!leet && part.Length < shortest)
            {
                i = end;
                continue;
            }

            var word = read[..part.Length];
            Read(part, leet, word);
            var count = Words(word, shortest, ends);
            var taken = count > 1 && i + part.Length < end ? Taken(part.Length, ends, ref count) : part.Length;
            if (count > 1 || (leet && part.Length <= LeetLetters.LongestWord))
            {
                plain.AppendFrom(view, copied, i);
                var start = plain.Length;
                AppendWords(view, i, word[..taken], ends[..(count > 1 ? count : 0)], plain);
                plain.Touch(start, plain.Length, view.Transform == TextTransform.Spaced ? TextTransform.Spaced : count > 1 ? TextTransform.Joined : TextTransform.Leet);
                leets |= leet;
                copied = i + taken;
            }

            i += taken;
        }

        if (copied == 0)
        {
            return false;
        }

        plain.AppendFrom(view, copied, text.Length);
        plain.Rename(leets ? TextTransform.Leet : view.Transform == TextTransform.Spaced ? TextTransform.Spaced : TextTransform.Joined);
        return true;
    }

    /// <summary>Has the text known words in leet, so that shorter ones are likely to be?</summary>
    private static bool IsSlang(TextView view)
    {
        const int Enough = 2;
        if (!view.Summary.Mixed && !view.Text.ContainsAny(LeetSigns))
        {
            return false;
        }

        Span<char> read = stackalloc char[LeetLetters.LongestWord];
        var text = view.Text;
        var known = 0;
        var from = 0;
        while (known < Enough && text[from..].IndexOfAny(Signs) is >= 0 and var found)
        {
            var start = from + found;
            while (start > from && KindAt(text, start - 1) != Core.None)
            {
                start--;
            }

            var end = CoreEnd(text, start, out _);
            if (end - start is > 3 and <= LeetLetters.LongestWord && LeetLetters.IsLeet(text[start..end]))
            {
                LeetLetters.Read(text[start..end], read);
                known += KnownWords.All.Contains(read[..(end - start)]) ? 1 : 0;
            }

            from = Math.Max(end, from + found + 1);
        }

        return known >= Enough;
    }

    private static void Read(ReadOnlySpan<char> part, bool leet, Span<char> word)
    {
        if (leet)
        {
            LeetLetters.Read(part, word);
        }
        else
        {
            part.CopyTo(word);
        }
    }

    /// <summary>The characters of a part of a longer run that are done with: a word may go on behind the part, and the next part begins with it.</summary>
    private static int Taken(int length, ReadOnlySpan<short> ends, ref int count)
    {
        while (count > 1 && ends[count - 1] > length - WordSet.Longest)
        {
            count--;
        }

        return ends[count - 1];
    }

    /// <summary>Writes the words that a run was read as, each character where it stood.</summary>
    private static void AppendWords(TextView view, int start, ReadOnlySpan<char> letters, ReadOnlySpan<short> ends, TextView plain)
    {
        var from = 0;
        for (var w = 0; from < letters.Length; w++)
        {
            var to = w < ends.Length ? ends[w] : letters.Length;
            if (w > 0)
            {
                plain.Append(' ', view.Map, start + from - 1, 1);
            }

            plain.AppendFrom(view, start + from, start + to);
            for (var k = from; k < to; k++)
            {
                plain.Replace(plain.Length - to + k, letters[k]);
            }

            from = to;
        }
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

    /// <summary>
    /// The end of the word at <paramref name="start"/>: anything but letters, digits and their stand-ins; a ! or | only where a letter follows.
    /// <paramref name="signs"/>: it has one that may stand for a letter.
    /// </summary>
    private static int CoreEnd(ReadOnlySpan<char> text, int start, out bool signs)
    {
        var seen = Core.None;
        var i = start;
        while (i < text.Length && KindAt(text, i) is not Core.None and var kind)
        {
            seen |= kind;
            i++;
        }

        signs = (seen & (Core.Sign | Core.Stroke)) != 0;
        return i;
    }

    private static Core KindAt(ReadOnlySpan<char> text, int index)
    {
        var c = text[index];
        var kind = c < 128 ? Classes[c] : Tokenizer.IsWordCharacter(c) ? Core.Letter : Core.None;
        return kind == Core.Stroke && !IsBeforeLetter(text, index) ? Core.None : kind;
    }

    private static bool IsBeforeLetter(ReadOnlySpan<char> text, int index) =>
        index + 1 < text.Length && (char.IsAsciiLetter(text[index + 1]) || LeetLetters.IsSign(text[index + 1]));

    private static Core CoreOf(char c) =>
        c is '!' or '|' ? Core.Stroke : LeetLetters.IsSign(c) ? Core.Sign : char.IsAsciiLetterOrDigit(c) ? Core.Letter : Core.None;

    /// <summary>What a character of ASCII is to a word.</summary>
    private static readonly Core[] Classes = [.. Enumerable.Range(0, 128).Select(c => CoreOf((char)c))];

    [Flags]
    private enum Core : byte
    {
        None = 0,

        /// <summary>A letter, or a digit that stands for none.</summary>
        Letter = 1,

        /// <summary>A digit or a sign that may stand for a letter.</summary>
        Sign = 2,

        /// <summary>The same, and a part of a word only where a letter follows.</summary>
        Stroke = 4,
    }
}
