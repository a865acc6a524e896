using System.Buffers;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>A string in canonical JSON: only what must be escaped is, in the shortest way (RFC 8785, 3.2.2.2).</summary>
internal static class CanonicalText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(symbol => (byte)symbol), (byte)'"', (byte)'\\']);

    /// <summary>Writes decoded UTF-8 text with its quotes.</summary>
    public static void Write(ref Utf8Output output, scoped ReadOnlySpan<byte> text)
    {
        output.Write((byte)'"');
        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                break;
            }

            output.Write(text[..plain]);
            WriteEscape(ref output, text[plain]);
            text = text[(plain + 1)..];
        }

        output.Write(text);
        output.Write((byte)'"');
    }

    private static void WriteEscape(ref Utf8Output output, byte symbol)
    {
        switch (symbol)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\b':
                output.Write("\\b"u8);
                break;
            case (byte)'\f':
                output.Write("\\f"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            default:
                output.Write("\\u00"u8);
                output.Write((byte)('0' + (symbol >> 4)));
                output.Write((byte)"0123456789abcdef"[symbol & 15]);
                break;
        }
    }
}
