using System.Buffers.Text;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Bytes to be written, reused from write to write.</summary>
internal sealed class RespBuffer
{
    /// <summary>What a buffer keeps of its size when it is emptied: one large call does not hold memory for ever.</summary>
    private const int KeptBytes = 256 * 1024;

    private byte[] _bytes = new byte[8192];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[8192];
        }
    }

    /// <summary>Begins a command of so many parts.</summary>
    public void Begin(int parts) => WriteLine((byte)'*', parts);

    /// <summary>One part, any bytes.</summary>
    public void Part(ReadOnlySpan<byte> part)
    {
        WriteLine((byte)'$', part.Length);
        var room = Room(part.Length + 2);
        part.CopyTo(room);
        room[part.Length] = (byte)'\r';
        room[part.Length + 1] = (byte)'\n';
        Length += part.Length + 2;
    }

    public void Part(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(number, digits, out var length);
        Part(digits[..length]);
    }

    /// <summary>A whole command that was encoded before.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    private void WriteLine(byte kind, int number)
    {
        var room = Room(16);
        room[0] = kind;
        Utf8Formatter.TryFormat(number, room[1..], out var length);
        room[length + 1] = (byte)'\r';
        room[length + 2] = (byte)'\n';
        Length += length + 3;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }

        return _bytes.AsSpan(Length);
    }
}
