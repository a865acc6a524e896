using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Writes the folded form of a text: stripped of what is not drawn, NFKC, case folded, without marks on Latin. See <see cref="FoldTable"/>.</summary>
internal static class Folding
{
    /// <summary>Compatibility letters in a row from which they are evidence: one symbol is innocent, a run is not.</summary>
    private const int CompatibilityRun = 3;

    private static readonly SearchValues<char> PlainAscii =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => !InvisibleCharacters.IsStrayControl(c))]);

    /// <summary>Folds what a decoder wrote, and marks in the view what it marked.</summary>
    public static void Fold(DecodedText decoded, TextView view)
    {
        var from = 0;
        foreach (var (start, end, transform) in decoded.Marks)
        {
            var until = Math.Min(end, decoded.Length);
            Fold(decoded.Text[from..start], decoded.MapFrom(from), view);
            var touched = view.Length;
            Fold(decoded.Text[start..until], decoded.MapFrom(start), view);
            view.Touch(touched, view.Length, transform);
            from = until;
        }

        Fold(decoded.Text[from..], decoded.MapFrom(from), view);
    }

    /// <summary>Folds <paramref name="source"/> to <paramref name="view"/>, which maps each character to where it came from.</summary>
    /// <param name="source">The text.</param>
    /// <param name="map">Where its characters stand.</param>
    /// <param name="view">Where the folded text is added.</param>
    /// <param name="gaps">What is not drawn, inside a word, parts it in two; otherwise it is dropped.</param>
    public static void Fold(ReadOnlySpan<char> source, in SourceMap map, TextView view, bool gaps = false)
    {
        var run = 0;
        var runStart = 0;
        for (var i = 0; i < source.Length;)
        {
            var c = source[i];
            var width = 1;
            if (c < 128)
            {
                if (InvisibleCharacters.IsStrayControl(c))
                {
                    NoteInvisible(source, map, i, width, c, view, gaps);
                    i++;
                    continue;
                }

                var plain = source[i..].IndexOfAnyExcept(PlainAscii);
                plain = plain < 0 ? source.Length - i : plain;
                view.AppendAscii(source.Slice(i, plain), map, i);
                run = 0;
                i += plain;
                continue;
            }

            int codePoint = c;
            if (char.IsHighSurrogate(c) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
            {
                codePoint = char.ConvertToUtf32(c, source[i + 1]);
                width = 2;
            }

            var entry = FoldTable.Lookup(codePoint);
            switch (entry.Kind)
            {
                case FoldKind.Drop:
                    NoteInvisible(source, map, i, width, codePoint, view, gaps);
                    break;
                case FoldKind.Mark:
                    FoldMark(c, codePoint, map, i, view);
                    break;
                case FoldKind.Replace:
                    var start = view.Length;
                    foreach (var r in FoldTable.Replacement(entry))
                    {
                        view.Append(r, map, i, width);
                    }

                    if (entry.Compatibility && char.IsAsciiLetterOrDigit(view.LastChar))
                    {
                        runStart = run++ == 0 ? start : runStart;
                        if (run >= CompatibilityRun)
                        {
                            view.Touch(runStart, view.Length, TextTransform.Nfkc);
                        }
                    }
                    else
                    {
                        run = 0;
                    }

                    break;
                default:
                    view.Append(c, map, i, width);
                    if (width == 2)
                    {
                        view.Append(source[i + 1], map, i, width);
                    }

                    run = 0;
                    break;
            }

            i += width;
        }
    }

    private static void NoteInvisible(ReadOnlySpan<char> source, in SourceMap map, int index, int width, int codePoint, TextView view, bool gaps)
    {
        var after = index + width;
        if (after >= source.Length || view.Length == 0 || !char.IsAsciiLetter(view.LastChar))
        {
            return;
        }

        if (gaps && (char.IsLetter(source[after]) || char.IsSurrogate(source[after])))
        {
            view.Append(' ', map, index, width);
            view.Touch(view.Length - 1, view.Length, TextTransform.ZeroWidth);
        }
        else if (char.IsAsciiLetter(source[after]))
        {
            view.Touch(view.Length - 1, view.Length + 1, InvisibleCharacters.IsBidiControl(codePoint) ? TextTransform.Bidi : TextTransform.ZeroWidth);
        }
    }

    private static void FoldMark(char mark, int codePoint, in SourceMap map, int index, TextView view)
    {
        var last = view.Length == 0 ? ' ' : view.LastChar;
        var composed = (last, codePoint) switch
        {
            ('и', 0x0306) => 'й',
            ('е', 0x0308) => 'ё',
            _ => '\0',
        };
        if (composed != '\0')
        {
            view.ReplaceLast(composed, map, index);
        }
        else if (codePoint > 0xFFFF || last is < '\u0900')
        {
            // Latin, Greek, Cyrillic, Hebrew and Arabic are judged without marks. Ordinary accents say nothing; overlays and stacks do.
            if (char.IsAsciiLetter(last) && (IsOverlay(codePoint) || view.LastHasMark))
            {
                view.Touch(view.Length - 1, view.Length, TextTransform.CombiningMarks);
            }

            view.LastHasMark = true;
        }
        else
        {
            view.Append(mark, map, index, 1);
        }
    }

    private static bool IsOverlay(int codePoint) => codePoint is (>= 0x0333 and <= 0x0338) or (>= 0x20D0 and <= 0x20F0) or 0x0489 or (>= 0x033F and <= 0x036F);
}
