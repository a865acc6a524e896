namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>i g n o r e  a l l</c>, <c>i.g.n.o.r.e</c>: single letters, the same distance apart, become words; a longer gap parts two words. Where the writer
/// leaves no longer gaps, one long word comes out, which <see cref="PhraseTable"/> takes apart.
/// </summary>
internal static class SpacedLetters
{
    private const int MinLetters = 5;
    /// <summary>Most separators between two letters of a word.</summary>
    public const int MaxGap = 3;

    private const int MaxWordGap = 8;

    /// <summary>Writes <paramref name="view"/> with its spaced letters joined; false when it has none.</summary>
    public static bool Join(TextView view, TextView joined)
    {
        var tokens = view.Tokens;
        var copied = 0;
        for (var i = 0; i < tokens.Length;)
        {
            var end = RunEnd(tokens, i, out var gap);
            if (end - i < MinLetters)
            {
                i = Math.Max(end, i + 1);
                continue;
            }

            joined.AppendFrom(view, copied, tokens[i].Start);
            var start = joined.Length;
            for (var k = i; k < end; k++)
            {
                if (k > i && tokens[k].Start - tokens[k - 1].End > gap)
                {
                    joined.Append(' ', view.Map, tokens[k].Start - 1, 1);
                }

                joined.AppendFrom(view, tokens[k].Start, tokens[k].End);
            }

            joined.Touch(start, joined.Length, TextTransform.Spaced);
            copied = tokens[end - 1].End;
            i = end;
        }

        if (copied == 0)
        {
            return false;
        }

        joined.AppendFrom(view, copied, view.Length);
        return true;
    }

    /// <summary>The token after the run of single letters that begins at <paramref name="first"/>, and the gap between its letters.</summary>
    private static int RunEnd(ReadOnlySpan<Token> tokens, int first, out int gap)
    {
        gap = 0;
        var i = first;
        while (i < tokens.Length && IsSingle(tokens[i]))
        {
            if (i > first)
            {
                var distance = tokens[i].Start - tokens[i - 1].End;
                gap = gap == 0 ? distance : gap;
                if (distance == 0 || gap > MaxGap || distance < gap || distance > gap + MaxWordGap)
                {
                    break;
                }
            }

            i++;
        }

        return i;
    }

    private static bool IsSingle(Token token) => token.Length == 1;
}
