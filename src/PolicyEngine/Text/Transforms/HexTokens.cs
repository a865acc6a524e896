namespace AiDesk.Policy.Text.Transforms;

/// <summary>Text written as hexadecimal: one run, or pairs with a space or colon between, in prose; kept only where it is printable text.</summary>
internal static class HexTokens
{
    private const int MinPairs = 8;
    private const int MaxPairs = 2_048;
    private const int Probe = MinPairs * 2;

    public static void Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        Span<byte> bytes = stackalloc byte[MaxPairs];
        var from = 0;
        for (var probe = Probe - 1; probe < source.Length; probe += Probe)
        {
            // A run of n pairs must cover every 2n-th place, or its separator.
            if (probe < from || !(char.IsAsciiHexDigit(source[probe]) || source[probe] is ' ' or ':'))
            {
                continue;
            }

            var start = probe;
            while (start > from && (char.IsAsciiHexDigit(source[start - 1]) || source[start - 1] is ' ' or ':') && probe - start < Probe * 2)
            {
                start--;
            }

            while (start < probe && (source[start] is ' ' or ':' || (start > 0 && char.IsAsciiLetterOrDigit(source[start - 1]))))
            {
                start++;
            }

            var (count, end) = ReadPairs(source, start, bytes);
            from = Math.Max(from, end);
            if (count >= MinPairs)
            {
                var written = decoded.Length;
                PrintableBytes.Append(bytes[..count], decoded, map.Start(start), map.End(end - 1, 1));
                decoded.Mark(written, TextTransform.Hex);
                if (count == MaxPairs && decoded.Length > written)
                {
                    decoded.Cap();
                }
            }
        }
    }

    private static (int Count, int End) ReadPairs(ReadOnlySpan<char> source, int start, Span<byte> bytes)
    {
        var count = 0;
        var i = start;
        var end = start;
        while (count < bytes.Length && EscapeDigits.Hex(source, i, 2) is >= 0 and var value)
        {
            bytes[count++] = (byte)value;
            end = i += 2;
            if (i < source.Length && source[i] is (' ' or ':'))
            {
                i++;
            }
        }

        // Half a pair, or a letter, behind it: an id or a word, not bytes.
        return count < bytes.Length && end < source.Length && char.IsAsciiLetterOrDigit(source[end]) ? (0, end) : (count, end);
    }
}
