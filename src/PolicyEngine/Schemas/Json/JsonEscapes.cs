using System.Globalization;
using System.Text;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>Escapes of JSON strings whose grammar a reader has already checked.</summary>
internal static class JsonEscapes
{
    /// <summary>Decodes in place, which is possible as no escape is shorter than what it stands for. Gives the new length; -1 for half a surrogate pair.</summary>
    public static int DecodeInPlace(Span<byte> text)
    {
        var to = 0;
        var from = 0;
        while (from < text.Length)
        {
            var plain = text[from..].IndexOf((byte)'\\');
            plain = plain < 0 ? text.Length - from : plain;
            text.Slice(from, plain).CopyTo(text[to..]);
            from += plain;
            to += plain;
            if (from == text.Length)
            {
                break;
            }

            if (text[from + 1] == (byte)'u')
            {
                var unit = Unit(text.Slice(from + 2, 4));
                from += 6;
                if (!Rune.TryCreate(unit, out var rune))
                {
                    if (from + 6 > text.Length || text[from] != (byte)'\\' || text[from + 1] != (byte)'u'
                        || !Rune.TryCreate(unit, Unit(text.Slice(from + 2, 4)), out rune))
                    {
                        return -1;
                    }

                    from += 6;
                }

                to += rune.EncodeToUtf8(text[to..]);
            }
            else
            {
                text[to++] = Simple(text[from + 1]);
                from += 2;
            }
        }

        return to;
    }

    private static char Unit(ReadOnlySpan<byte> hex) => (char)ushort.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };
}
