using System.Buffers;
using System.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary><c>%C3%A9</c> and <c>=C3=A9</c>: UTF-8 bytes, each a sign and two hexadecimal digits.</summary>
internal static class ByteEscapes
{
    /// <summary>The character at an index and the length of what it is written in; -1 when no whole character is.</summary>
    public static (int CodePoint, int Width) Read(ReadOnlySpan<char> source, int index, char sign)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        for (var i = index; count < 4 && i < source.Length && source[i] == sign && EscapeDigits.Hex(source, i + 1, 2) is >= 0 and var value; i += 3)
        {
            bytes[count++] = (byte)value;
        }

        return count > 0 && Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) == OperationStatus.Done ? (rune.Value, used * 3) : (-1, 0);
    }
}
