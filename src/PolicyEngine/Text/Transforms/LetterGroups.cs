using System.Buffers;
using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>i g n o r e  a l l</c>, <c>i.g.n.o.r.e a.l.l</c>, <c>igno real lpre viou s</c>: letters, or groups of as many letters each, become words again. More
/// white space than elsewhere in the run parts two words; where the writer leaves none, <see cref="WordRuns"/> finds them.
/// </summary>
internal static class LetterGroups
{
    /// <summary>Most separators between two groups: an emoji with spaces around it.</summary>
    public const int MaxGap = 5;

    /// <summary>Most letters of a group.</summary>
    public const int LongestGroup = 5;

    /// <summary>Single letters in a row that are worth joining; beside such a run, <see cref="FewLetters"/> are.</summary>
    private const int MinLetters = 5;

    private const int FewLetters = 2;

    /// <summary>Groups in a row that are worth a look: words of one length follow one another in ordinary text too.</summary>
    private const int MinGroups = 6;

    public static bool MayHave(in TokenSummary summary) => summary.LongestSingles >= MinLetters || summary.LongestGroups >= MinGroups;

    /// <summary>Writes <paramref name="view"/> with its letters joined; false when there is nothing to join.</summary>
    public static bool Join(TextView view, TextView joined)
    {
        var tokens = view.Tokens;
        var leastLetters = view.Summary.LongestSingles >= MinLetters ? FewLetters : int.MaxValue;
        var copied = 0;
        var any = false;
        for (var i = 0; i < tokens.Length;)
        {
            var end = RunEnd(tokens, i);
            var single = tokens[i].Length == 1;
            if (single ? end - i < leastLetters : end - i < MinGroups || !HasKey(view, tokens[i..end]))
            {
                i = end;
                continue;
            }

            any |= !single || end - i >= MinLetters;
            joined.AppendFrom(view, copied, tokens[i].Start);
            var start = joined.Length;
            var usual = single ? UsualSpace(view, tokens[i..end]) : int.MaxValue;
            for (var k = i; k < end; k++)
            {
                if (k > i && WhiteSpace(view, tokens[k - 1], tokens[k]) > usual)
                {
                    joined.Append(' ', view.Map, tokens[k].Start - 1, 1);
                }

                joined.AppendFrom(view, tokens[k].Start, tokens[k].End);
            }

            joined.Touch(start, joined.Length, TextTransform.Spaced);
            copied = tokens[end - 1].End;
            i = end;
        }

        if (any)
        {
            joined.AppendFrom(view, copied, view.Length);
        }

        return any;
    }

    /// <summary>The token after the run of equally long ones that begins at <paramref name="first"/>; the last of a run of groups may be shorter.</summary>
    private static int RunEnd(ReadOnlySpan<Token> tokens, int first)
    {
        var length = tokens[first].Length;
        var i = first + 1;
        if (length > LongestGroup)
        {
            return i;
        }

        while (i < tokens.Length && tokens[i].Length == length && IsNear(tokens, i))
        {
            i++;
        }

        return length > 1 && i - first >= MinGroups && i < tokens.Length && tokens[i].Length < length && IsNear(tokens, i) ? i + 1 : i;
    }

    private static bool IsNear(ReadOnlySpan<Token> tokens, int index) => tokens[index].Start - tokens[index - 1].End is >= 1 and <= MaxGap;

    /// <summary>The white space that the letters of one word have between them: most letters have as much.</summary>
    private static int UsualSpace(TextView view, ReadOnlySpan<Token> run)
    {
        Span<int> counts = stackalloc int[MaxGap + 1];
        counts.Clear();
        for (var i = 1; i < run.Length; i++)
        {
            counts[WhiteSpace(view, run[i - 1], run[i])]++;
        }

        var usual = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            usual = counts[i] > counts[usual] ? i : usual;
        }

        return usual;
    }

    private static int WhiteSpace(TextView view, Token left, Token right)
    {
        var count = 0;
        foreach (var c in view.Text[left.End..right.Start])
        {
            count += char.IsWhiteSpace(c) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Does a key word come out when the groups are put together? Otherwise they are words.</summary>
    private static bool HasKey(TextView view, ReadOnlySpan<Token> run)
    {
        var letters = ArrayPool<char>.Shared.Rent(run.Length * LongestGroup);
        var length = 0;
        foreach (var token in run)
        {
            foreach (var c in view.TextOf(token))
            {
                letters[length++] = LeetLetters.LetterOf(c);
            }
        }

        var any = letters.AsSpan(0, length).ContainsAny(KnownWords.KeyTexts);
        ArrayPool<char>.Shared.Return(letters);
        return any;
    }
}
