using System.Globalization;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>73 103 110</c>, <c>0x49, 0x67</c>, <c>01001001 01100111</c>: a row of numbers of one kind that are the characters of a text; kept only where that is
/// printable. A row of eights of binary digits may have no gaps.
/// </summary>
internal static class CharacterCodes
{
    private const int MinCodes = 6;
    private const int MaxCodes = 2_048;
    private const int MaxGap = 3;
    private const int BinaryDigits = 8;

    /// <summary>False when the words of a text leave no room for such a row.</summary>
    public static bool MayHave(in TokenSummary summary) => summary.LongestNumbers >= MinCodes || summary.Longest >= MinCodes * BinaryDigits;

    public static void Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        Span<byte> codes = stackalloc byte[MaxCodes];
        for (var i = 0; i < source.Length;)
        {
            var digit = source[i..].IndexOfAnyInRange('0', '9');
            if (digit < 0)
            {
                return;
            }

            i += digit;
            var (count, end) = ReadRow(source, i, codes);
            if (count >= MinCodes)
            {
                var written = decoded.Length;
                PrintableBytes.Append(codes[..count], decoded, map.Start(i), map.End(end - 1, 1));
                decoded.Mark(written, TextTransform.CharacterCodes);
            }

            i = end;
        }
    }

    private static (int Count, int End) ReadRow(ReadOnlySpan<char> source, int start, Span<byte> codes)
    {
        var count = 0;
        var bytes = 0;
        var kind = KindOf(source, start);
        var end = start;
        for (var i = start; bytes + 1 < codes.Length && i < source.Length && (count == 0 || KindOf(source, i) == kind);)
        {
            var (value, width) = Number(source, i, kind);
            if (value < 0)
            {
                break;
            }

            // Numbers up to 255 are characters where they are decimal, and bytes of UTF-8 where they are not.
            if (kind == Kind.Decimal && value >= 0x80)
            {
                codes[bytes++] = (byte)(0xC0 | (value >> 6));
                value = 0x80 | (value & 0x3F);
            }

            codes[bytes++] = (byte)value;
            count++;
            end = i += width;
            var gap = 0;
            while (gap < MaxGap && i < source.Length && source[i] is (' ' or ',' or ';' or '|' or '/' or '-' or '.' or ':' or '+' or '\n' or '\r' or '\t'))
            {
                gap++;
                i++;
            }

            if (gap == 0 && kind != Kind.Binary)
            {
                break;
            }
        }

        return count < MinCodes ? (0, Math.Max(end, PastWord(source, start))) : (bytes, end);
    }

    private static Kind KindOf(ReadOnlySpan<char> source, int index)
    {
        if (index + 1 < source.Length && source[index] == '0' && (source[index + 1] | 0x20) == 'x')
        {
            return Kind.Hex;
        }

        return IsBinary(source, index) ? Kind.Binary : Kind.Decimal;
    }

    private static bool IsBinary(ReadOnlySpan<char> source, int index) =>
        index + BinaryDigits <= source.Length && !source.Slice(index, BinaryDigits).ContainsAnyExceptInRange('0', '1');

    private static (int Value, int Width) Number(ReadOnlySpan<char> source, int index, Kind kind)
    {
        switch (kind)
        {
            case Kind.Hex:
                return (EscapeDigits.Hex(source, index + 2, 2), 4);
            case Kind.Binary:
                var bits = 0;
                foreach (var c in source.Slice(index, BinaryDigits))
                {
                    bits = (bits << 1) | (c - '0');
                }

                return (bits, BinaryDigits);
            default:
                var width = 0;
                while (width < 4 && index + width < source.Length && char.IsAsciiDigit(source[index + width]))
                {
                    width++;
                }

                return width is 2 or 3 && int.Parse(source.Slice(index, width), NumberStyles.None, CultureInfo.InvariantCulture) is <= 255 and var value
                    ? (value, width)
                    : (-1, 0);
        }
    }

    private static int PastWord(ReadOnlySpan<char> source, int index)
    {
        while (index < source.Length && char.IsAsciiLetterOrDigit(source[index]))
        {
            index++;
        }

        return index;
    }

    private enum Kind : byte
    {
        Decimal,
        Hex,
        Binary,
    }
}
