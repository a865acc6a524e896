using System.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Reads the digits of escapes and writes what they stand for.</summary>
internal static class EscapeDigits
{
    /// <summary>The value of <paramref name="count"/> hexadecimal digits at <paramref name="index"/>; -1 when they are not all there.</summary>
    public static int Hex(ReadOnlySpan<char> text, int index, int count)
    {
        if (index + count > text.Length)
        {
            return -1;
        }

        var value = 0;
        foreach (var c in text.Slice(index, count))
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return -1;
            }

            value = (value << 4) | HexValue(c);
        }

        return value;
    }

    public static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    /// <summary>Appends a code point; false when there is no such character.</summary>
    public static bool Append(DecodedText decoded, int codePoint, int start, int end)
    {
        if (!Rune.IsValid(codePoint))
        {
            return false;
        }

        Span<char> units = stackalloc char[2];
        var length = new Rune(codePoint).EncodeToUtf16(units);
        foreach (var unit in units[..length])
        {
            decoded.Append(unit, start, end);
        }

        return true;
    }

    public static bool IsLetter(int codePoint) => Rune.IsValid(codePoint) && Rune.IsLetter(new Rune(codePoint));
}
