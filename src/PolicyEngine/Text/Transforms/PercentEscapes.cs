using System.Buffers;
using System.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary><c>%69%67%6e</c> in prose: the whole text with its percent escapes decoded, when at least one of them is a letter or digit.</summary>
internal static class PercentEscapes
{
    public static bool Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        var letters = 0;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < source.Length;)
        {
            var count = 0;
            while (count < 4 && i + (count * 3) + 2 < source.Length && source[i + (count * 3)] == '%'
                && EscapeDigits.Hex(source, i + (count * 3) + 1, 2) is >= 0 and var value)
            {
                bytes[count++] = (byte)value;
            }

            if (count > 0 && Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) == OperationStatus.Done)
            {
                letters += Rune.IsLetterOrDigit(rune) ? 1 : 0;
                EscapeDigits.Append(decoded, rune.Value, map.Start(i), map.End(i, used * 3));
                i += used * 3;
            }
            else
            {
                decoded.Append(source[i], map.Start(i), map.End(i, 1));
                i++;
            }
        }

        return letters > 0;
    }
}
