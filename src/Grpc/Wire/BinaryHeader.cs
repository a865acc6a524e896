using System.Buffers.Text;

namespace Grpc.Wire;

/// <summary>Base64 of <c>-bin</c> values: written without padding, read with or without.</summary>
internal static class BinaryHeader
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Null when the text is not base64.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var missing = (4 - (text.Length & 3)) & 3;
        if (missing == 0)
        {
            return DecodePadded(text);
        }

        if (missing == 3 || text.Contains('='))
        {
            return null;
        }

        Span<char> padded = text.Length + missing <= 512 ? stackalloc char[text.Length + missing] : new char[text.Length + missing];
        text.CopyTo(padded);
        padded[text.Length..].Fill('=');
        return DecodePadded(padded);
    }

    private static byte[]? DecodePadded(ReadOnlySpan<char> text)
    {
        if (!Base64.IsValid(text, out var length))
        {
            return null;
        }

        var bytes = new byte[length];
        return Convert.TryFromBase64Chars(text, bytes, out var written) && written == length ? bytes : null;
    }
}
