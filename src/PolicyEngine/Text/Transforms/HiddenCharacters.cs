using System.Buffers;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Text written in characters that are not drawn: tag characters, and variation selectors used as bytes.</summary>
internal static class HiddenCharacters
{
    /// <summary>Fewest hidden characters that are text and not an ornament of an emoji.</summary>
    private const int MinRun = 4;

    private static readonly SearchValues<char> Selectors = SearchValues.Create([.. Enumerable.Range(0xFE00, 16).Select(c => (char)c)]);

    private const int BlackFlag = 0x1F3F4;

    public static void AddViews(TextViews views)
    {
        var raw = views.Raw;
        if (raw.Contains('\uDB40'))
        {
            Add(views, TextTransform.TagCharacters);
            Add(views, TextTransform.VariationSelectors);
        }
        else if (raw.ContainsAny(Selectors))
        {
            Add(views, TextTransform.VariationSelectors);
        }
    }

    private static void Add(TextViews views, TextTransform transform)
    {
        var decoded = views.Scratch(0);
        if (transform == TextTransform.TagCharacters)
        {
            ReadTags(views.Raw, decoded);
        }
        else
        {
            ReadSelectors(views.Raw, decoded);
        }

        if (decoded.Length > 0 && views.Add(transform, 1) is { } view)
        {
            Folding.Fold(decoded, view);
            view.Tokenize();
        }
    }

    private static void ReadTags(ReadOnlySpan<char> raw, DecodedText decoded)
    {
        for (var i = 0; i < raw.Length;)
        {
            var end = i;
            while (CodePoint(raw, end) is >= 0xE0020 and <= 0xE007F)
            {
                end += 2;
            }

            // The flags of England, Scotland and Wales are a black flag and a few tags.
            var isFlag = i >= 2 && CodePoint(raw, i - 2) == BlackFlag && end - i <= 14;
            if (end - i >= MinRun * 2 && !isFlag)
            {
                for (var k = i; k < end; k += 2)
                {
                    decoded.Append((char)(CodePoint(raw, k) - 0xE0000), k, k + 2);
                }

                decoded.Append('\n', end - 2, end);
            }

            i = Math.Max(end, i + 1);
        }
    }

    private static void ReadSelectors(ReadOnlySpan<char> raw, DecodedText decoded)
    {
        Span<byte> bytes = stackalloc byte[512];
        for (var i = 0; i < raw.Length;)
        {
            var count = 0;
            var end = i;
            while (count < bytes.Length && SelectorByte(raw, end, out var width) is >= 0 and var value)
            {
                bytes[count++] = (byte)value;
                end += width;
            }

            if (count >= MinRun)
            {
                PrintableBytes.Append(bytes[..count], decoded, i, end);
            }

            i = Math.Max(end, i + 1);
        }
    }

    private static int SelectorByte(ReadOnlySpan<char> raw, int index, out int width)
    {
        width = 1;
        if (index >= raw.Length)
        {
            return -1;
        }

        if (raw[index] is >= '\uFE00' and <= '\uFE0F')
        {
            return raw[index] - 0xFE00;
        }

        width = 2;
        return CodePoint(raw, index) is >= 0xE0100 and <= 0xE01EF and var selector ? selector - 0xE0100 + 16 : -1;
    }

    /// <summary>The supplementary code point at an index; -1 when there is none.</summary>
    private static int CodePoint(ReadOnlySpan<char> raw, int index) =>
        index + 1 < raw.Length && char.IsHighSurrogate(raw[index]) && char.IsLowSurrogate(raw[index + 1])
            ? char.ConvertToUtf32(raw[index], raw[index + 1])
            : -1;
}
