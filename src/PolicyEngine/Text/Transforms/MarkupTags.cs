using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>What tags do to the text around them, and what they hold that is not drawn.</summary>
internal static class MarkupTags
{
    /// <summary>A shorter text in an attribute is a name, a size or a class.</summary>
    private const int ShortestHidden = 8;

    private const int LongestHidden = 4_000;

    private const int LongestAddress = 400;

    private static readonly SearchValues<char> Beginnings = SearchValues.Create("<>\"'");

    /// <summary>Tags within a line of text: two letters around them are neighbours.</summary>
    private static readonly string[] Inline =
    [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "del", "kbd", "label", "mark", "q", "s", "samp",
        "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];

    private static readonly string[] Technical = ["style", "class", " id", "href", "src", " rel", " type", " name"];

    /// <summary>Does the tag begin a new line? Comments and tags that style letters do not; a tag that nobody knows is drawn as nothing.</summary>
    public static bool PartsText(ReadOnlySpan<char> tag)
    {
        if (tag[1] is '!' or '?')
        {
            return false;
        }

        var name = tag[1] == '/' ? tag[2..] : tag[1..];
        var length = 0;
        while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]))
        {
            length++;
        }

        foreach (var inline in Inline)
        {
            if (name[..length].Equals(inline, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the quoted texts and comments that stand within tags, a line each, and the titles of Markdown links.</summary>
    public static void AppendHidden(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        var tag = false;
        var comments = true;
        for (var i = 0; i < source.Length; i++)
        {
            var at = source[i..].IndexOfAny(Beginnings);
            if (at < 0)
            {
                return;
            }

            i += at;
            switch (source[i])
            {
                case '>':
                    tag = false;
                    break;
                case '<' when comments && source[i..].StartsWith("<!--", StringComparison.Ordinal):
                    var length = source[(i + 4)..].IndexOf("-->", StringComparison.Ordinal);
                    comments = length >= 0;
                    Append(source, map, decoded, i + 4, length < 0 ? source.Length : i + 4 + length);
                    break;
                case '<':
                    tag = true;
                    break;
                default:
                    i = AppendQuoted(source, i, tag, map, decoded);
                    break;
            }
        }
    }

    /// <summary>Adds what a quotation mark begins when it is the value of an attribute or the title of a link; answers where to go on.</summary>
    private static int AppendQuoted(ReadOnlySpan<char> source, int index, bool tag, in SourceMap map, DecodedText decoded)
    {
        var length = source[(index + 1)..Math.Min(source.Length, index + 1 + LongestHidden)].IndexOf(source[index]);
        if (length < ShortestHidden)
        {
            return index;
        }

        var end = index + 1 + length;
        var before = source[..index].TrimEnd(' ');
        var attribute = tag && before.Length > 0 && before[^1] == '=' && !IsTechnical(before[..^1].TrimEnd(' '));
        var title = before.Length < index && (end + 1 == source.Length || source[end + 1] is ')' or '\n' or '\r');
        if (!attribute && !(title && FollowsLink(before)))
        {
            return index;
        }

        Append(source, map, decoded, index + 1, end);
        return end;
    }

    /// <summary>Is the value of this attribute no text for a person?</summary>
    private static bool IsTechnical(ReadOnlySpan<char> before)
    {
        foreach (var name in Technical)
        {
            if (before.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Does the word before end the address of a link: <c>](…</c> or <c>]: …</c>?</summary>
    private static bool FollowsLink(ReadOnlySpan<char> before)
    {
        var near = before[Math.Max(0, before.Length - LongestAddress)..];
        var gap = near.LastIndexOf(' ');
        var address = near[(gap + 1)..];
        return address.Contains("](", StringComparison.Ordinal) || (gap > 1 && near[gap - 1] == ':' && near[gap - 2] == ']');
    }

    private static void Append(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded, int start, int end)
    {
        if (end - start < ShortestHidden)
        {
            return;
        }

        decoded.Append('\n', map.Start(start), map.End(start, 1));
        decoded.Append('\n', map.Start(start), map.End(start, 1));
        var from = decoded.Length;
        decoded.Append(source[start..end], map, start);
        decoded.Mark(from, TextTransform.Markup);
    }
}
