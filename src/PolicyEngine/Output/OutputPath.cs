using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace AiDesk.Policy.Output;

/// <summary>
/// Where in the output the walk is: the mapped names that led here, with * for list places. It is put into words only when something is dropped or found.
/// </summary>
internal struct OutputPath
{
    /// <summary>Most characters of a pointer that is put into words.</summary>
    public const int CharsLimit = 256;

    private Segments _segments;
    private int _depth;

    public void Enter(string segment) => _segments[_depth++] = segment;

    public void Leave() => _depth--;

    /// <summary>A name as a part of a pointer (RFC 6901), with its slash.</summary>
    public static string SegmentOf(string name)
        => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Writes the pointer, and the name of an unmapped member of the place when there is one; cut at the span's end.</summary>
    public readonly int Write(Span<char> pointer, ReadOnlySpan<byte> unmapped = default, bool isMember = false)
    {
        var length = 0;
        for (var i = 0; i < _depth; i++)
        {
            length += Append(_segments[i], pointer[length..]);
        }

        return isMember ? length + AppendName(unmapped, pointer[length..]) : length;
    }

    public readonly string Text()
    {
        Span<char> pointer = stackalloc char[CharsLimit];
        return pointer[..Write(pointer)].ToString();
    }

    private static int Append(ReadOnlySpan<char> text, Span<char> room)
    {
        text = text[..Math.Min(text.Length, room.Length)];
        text.CopyTo(room);
        return text.Length;
    }

    private static int AppendName(ReadOnlySpan<byte> name, Span<char> room)
    {
        var length = Append("/", room);
        if (name.Length < room.Length && !name.ContainsAny((byte)'~', (byte)'/') && Ascii.ToUtf16(name, room[length..], out var written) == OperationStatus.Done)
        {
            return length + written;
        }

        while (!name.IsEmpty && length + 2 <= room.Length)
        {
            if (name[0] is (byte)'~' or (byte)'/')
            {
                length += Append(name[0] == (byte)'~' ? "~0" : "~1", room[length..]);
                name = name[1..];
                continue;
            }

            Rune.DecodeFromUtf8(name, out var rune, out var taken);
            length += rune.EncodeToUtf16(room[length..]);
            name = name[taken..];
        }

        return length;
    }

    [InlineArray(OutputLimits.Depth + 1)]
    private struct Segments
    {
        private string _first;
    }
}
