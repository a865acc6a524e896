using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// The whole text with its escapes decoded, of every kind in one pass: percent, backslash, character references, quoted-printable. Only when a letter was
/// written so, or several gaps between words: a sign or two is how addresses and markup are written.
/// </summary>
internal static class Escapes
{
    /// <summary>White space written as escapes that is worth a view.</summary>
    private const int MinGaps = 2;

    private static readonly SearchValues<char> Beginnings = SearchValues.Create("%\\&=");

    public static bool MayHave(ReadOnlySpan<char> source) => source.ContainsAny(Beginnings);

    /// <summary>Writes the decoded text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="map">Where its characters stand.</param>
    /// <param name="decoded">Where it is written; marked where an escape stood.</param>
    /// <param name="first">Kind of the first escape.</param>
    /// <returns>There was something to decode.</returns>
    public static bool Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded, out TextTransform first)
    {
        first = TextTransform.None;
        var letters = 0;
        var gaps = 0;
        var printable = QuotedPrintable.IsIn(source);
        for (var i = 0; i < source.Length;)
        {
            var plain = source[i..].IndexOfAny(Beginnings);
            plain = plain < 0 ? source.Length - i : plain;
            decoded.Append(source.Slice(i, plain), map, i);
            i += plain;
            if (i == source.Length)
            {
                break;
            }

            var (codePoint, width, kind) = Read(source, i, printable);
            var start = decoded.Length;
            if (codePoint == SoftBreak)
            {
                i += width;
            }
            else if (codePoint >= 0 && EscapeDigits.Append(decoded, codePoint, map.Start(i), map.End(i, width)))
            {
                letters += EscapeDigits.IsLetter(codePoint) || (kind == TextTransform.Percent && codePoint is >= '0' and <= '9') ? 1 : 0;
                letters += IsEscapedEscape(source, i + width, codePoint) ? 1 : 0;
                gaps += codePoint is ' ' or '\u00A0' or '+' ? 1 : 0;
                first = first == TextTransform.None ? kind : first;
                decoded.Mark(start, kind);
                i += width;
            }
            else
            {
                decoded.Append(source[i], map.Start(i), map.End(i, 1));
                i++;
            }
        }

        return letters > 0 || gaps >= MinGaps;
    }

    /// <summary>Is the sign that was decoded the beginning of another escape, as in <c>%2541</c>?</summary>
    private static bool IsEscapedEscape(ReadOnlySpan<char> source, int behind, int sign) => sign switch
    {
        '%' => EscapeDigits.Hex(source, behind, 2) >= 0,
        '&' => behind < source.Length && source[behind] == '#',
        '\\' => behind < source.Length && source[behind] is ('u' or 'x'),
        _ => false,
    };

    /// <summary>Stands for an escape that is nothing: the line goes on.</summary>
    public const int SoftBreak = -2;

    private static (int CodePoint, int Width, TextTransform Kind) Read(ReadOnlySpan<char> source, int index, bool printable)
    {
        switch (source[index])
        {
            case '%':
                var (percent, percentWidth) = ByteEscapes.Read(source, index, '%');
                return (percent, percentWidth, TextTransform.Percent);
            case '&':
                var (reference, referenceWidth) = HtmlEntities.Read(source[index..]);
                return (reference, referenceWidth, TextTransform.HtmlEntity);
            case '\\':
                var (unicode, unicodeWidth) = UnicodeEscapes.Read(source, index);
                return (unicode, unicodeWidth, TextTransform.UnicodeEscape);
            default:
                var (quoted, quotedWidth) = printable ? QuotedPrintable.Read(source, index) : (-1, 0);
                return (quoted, quotedWidth, TextTransform.QuotedPrintable);
        }
    }
}
