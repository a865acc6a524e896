using System.Buffers;
using System.Text;

namespace Grpc.Wire;

/// <summary>Percent-encoding of <c>grpc-message</c>: UTF-8 bytes outside of printable ASCII, and the percent sign itself.</summary>
internal static class StatusMessage
{
    private const string Hex = "0123456789ABCDEF";

    public static string Encode(string text)
    {
        if (!NeedsEncoding(text))
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var encoded = new StringBuilder(bytes.Length + 16);
        foreach (var b in bytes)
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>Undoes <see cref="Encode"/>. A percent sign that is followed by something else stays as it is.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new ArrayBufferWriter<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                decoded.Write([(byte)((Value(text[i + 1]) << 4) | Value(text[i + 2]))]);
                i += 2;
            }
            else
            {
                Span<byte> utf8 = stackalloc byte[4];
                decoded.Write(utf8[..Encoding.UTF8.GetBytes(text.AsSpan(i, 1), utf8)]);
            }
        }

        return Encoding.UTF8.GetString(decoded.WrittenSpan);
    }

    private static bool NeedsEncoding(ReadOnlySpan<char> text)
        => text.Contains('%') || text.ContainsAnyExceptInRange(' ', '~');

    private static int Value(char hex) => Convert.ToInt32(hex.ToString(), 16);
}
