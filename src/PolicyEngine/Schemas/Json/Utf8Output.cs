using System.Buffers;
using System.Runtime.CompilerServices;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>Writes bytes to an <see cref="IBufferWriter{T}"/> without a call into it for each.</summary>
internal ref struct Utf8Output(IBufferWriter<byte> writer)
{
    private const int Chunk = 512;

    private Span<byte> _room = default;
    private int _used;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte symbol)
    {
        if (_used == _room.Length)
        {
            MakeRoom(1);
        }

        _room[_used++] = symbol;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length > _room.Length - _used)
        {
            MakeRoom(text.Length);
        }

        text.CopyTo(_room[_used..]);
        _used += text.Length;
    }

    public void Fill(byte symbol, int count)
    {
        for (; count > 0; count--)
        {
            Write(symbol);
        }
    }

    /// <summary>Hands what was written to the writer. Nothing written before it counts until it is called.</summary>
    public void Flush()
    {
        if (_used > 0)
        {
            writer.Advance(_used);
            _used = 0;
            _room = default;
        }
    }

    private void MakeRoom(int needed)
    {
        Flush();
        _room = writer.GetSpan(Math.Max(Chunk, needed));
    }
}
