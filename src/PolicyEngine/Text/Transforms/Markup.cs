using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// The text as a browser or a Markdown reader draws it, so that <c>ig&lt;b&gt;&lt;/b&gt;nore</c> and <c>ig**no**re</c> are words; behind it, each on a line of
/// its own, what is not drawn: comments, attributes, titles of links. The text as it came is judged beside it.
/// </summary>
internal static class Markup
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("<*~`[");
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("<*~_`");

    /// <summary>A tag that is longer is none.</summary>
    private const int LongestTag = 2_000;

    public static bool MayHave(ReadOnlySpan<char> source) => source.ContainsAny(Signs);

    /// <summary>Writes the drawn text and what is hidden in it; false when there is nothing that the text as it came does not show.</summary>
    public static bool Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        var unclosed = false;
        var joins = false;
        for (var i = 0; i < source.Length;)
        {
            var plain = source[i..].IndexOfAny(Beginnings);
            plain = plain < 0 ? source.Length - i : plain;
            Append(source.Slice(i, plain), map, i, decoded, ref joins);
            i += plain;
            if (i == source.Length)
            {
                break;
            }

            var tag = source[i] == '<';
            var width = tag ? TagWidth(source, i, ref unclosed) : EmphasisWidth(source, i);
            if (width == 0)
            {
                Append(source.Slice(i, 1), map, i, decoded, ref joins);
                i++;
                continue;
            }

            if (tag && MarkupTags.PartsText(source.Slice(i, width)))
            {
                decoded.Append('\n', map.Start(i), map.End(i, width));
            }

            joins |= tag || IsWithinWord(source, i, width);
            i += width;
        }

        MarkupTags.AppendHidden(source, map, decoded);
        return decoded.Marks.Length > 0;
    }

    /// <summary>Copies text; its first character is marked where markup was taken out before it.</summary>
    private static void Append(ReadOnlySpan<char> part, in SourceMap map, int index, DecodedText decoded, ref bool joins)
    {
        if (part.IsEmpty)
        {
            return;
        }

        var start = decoded.Length;
        decoded.Append(part[..1], map, index);
        if (joins)
        {
            decoded.Mark(start, TextTransform.Markup);
        }

        joins = false;
        decoded.Append(part[1..], map, index + 1);
    }

    private static bool IsWithinWord(ReadOnlySpan<char> source, int index, int width) =>
        index > 0 && index + width < source.Length && char.IsLetter(source[index - 1]) && char.IsLetter(source[index + width]);

    /// <summary>Units of the tag or comment; 0 when it is none.</summary>
    private static int TagWidth(ReadOnlySpan<char> source, int index, ref bool unclosed)
    {
        var rest = source[index..];
        if (!unclosed && rest.StartsWith("<!--", StringComparison.Ordinal))
        {
            var close = rest.IndexOf("-->", StringComparison.Ordinal);
            unclosed |= close < 0;
            return close < 0 ? 0 : close + 3;
        }

        if (rest.Length < 3 || !(char.IsAsciiLetter(rest[1]) || (rest[1] is '/' or '!' or '?' && char.IsAsciiLetter(rest[2]))))
        {
            return 0;
        }

        var end = rest[..Math.Min(rest.Length, LongestTag)].IndexOf('>');
        return end < 0 ? 0 : end + 1;
    }

    /// <summary>Signs of emphasis, up to three of one kind.</summary>
    private static int EmphasisWidth(ReadOnlySpan<char> source, int index)
    {
        var sign = source[index];
        var width = 1;
        while (width < 3 && index + width < source.Length && source[index + width] == sign)
        {
            width++;
        }

        // One underscore is part of a name, one tilde is about.
        return sign is ('_' or '~') && width == 1 ? 0 : width;
    }
}
