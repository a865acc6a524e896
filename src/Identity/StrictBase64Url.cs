using System.Buffers;
using System.Buffers.Text;

namespace AiDesk.Identity;

/// <summary>
/// base64url as RFC 7515 section 2 has it: no padding, no white space, and the unused bits of the last character zero, so that one value has one spelling.
/// The framework's decoder takes padding and white space, which would let a token be changed without breaking its signature.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Bytes that a text of this many characters decodes to, at the most.</summary>
    public static int DecodedLength(int characters) => (int)((long)characters * 3 / 4);

    /// <summary>False when the text is not strict base64url or does not fit the destination.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        var tail = text.Length & 3;
        if (tail == 1 || text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        // The last character of a tail carries 4 or 2 bits that no byte uses.
        var unused = tail switch { 2 => 0xF, 3 => 0x3, _ => 0 };
        if (unused != 0 && (ValueOf(text[^1]) & unused) != 0)
        {
            return false;
        }

        return Base64Url.TryDecodeFromChars(text, destination, out written);
    }

    /// <summary>Null when the text is not strict base64url.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[DecodedLength(text.Length)];
        return TryDecode(text, bytes, out var written) && written == bytes.Length ? bytes : null;
    }

    private static int ValueOf(char character) => character switch
    {
        >= 'A' and <= 'Z' => character - 'A',
        >= 'a' and <= 'z' => character - 'a' + 26,
        >= '0' and <= '9' => character - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
