using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Tells text from bytes that only happen to decode: valid UTF-8, no controls, mostly letters and spaces, or a text that is encoded itself.</summary>
internal static class PrintableBytes
{
    private const int MinChars = 5;
    private const int MinEscaped = 12;

    /// <summary>Appends the text, and a line end, when the bytes are one; every character stands where the token stood.</summary>
    public static void Append(ReadOnlySpan<byte> bytes, DecodedText decoded, int start, int end)
    {
        if (!IsText(bytes))
        {
            return;
        }

        while (!bytes.IsEmpty && Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
        {
            EscapeDigits.Append(decoded, rune.Value, start, end);
            bytes = bytes[used..];
        }

        decoded.Append('\n', start, end);
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinChars || !Utf8.IsValid(bytes))
        {
            return false;
        }

        var letters = 0;
        var signs = 0;
        var ascii = true;
        foreach (var b in bytes)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return false;
            }

            letters += b >= 0x80 || b == ' ' || char.IsAsciiLetter((char)b) ? 1 : 0;
            signs += char.IsAsciiDigit((char)b) || b is (byte)'%' or (byte)'&' or (byte)'#' or (byte)'\\' or (byte)'=' or (byte)';' ? 1 : 0;
            ascii &= b < 0x80;
        }

        // Chance makes no row of printable ASCII: it may be digits and escapes, which encode something in turn.
        return letters * 10 >= bytes.Length * 6 || (ascii && bytes.Length >= MinEscaped && (letters + signs) * 10 >= bytes.Length * 8);
    }
}
