using System.Buffers;

namespace Grpc.Wire;

/// <summary>
/// Collects messages in one piece of the pipe's own memory and hands it over when the piece is full or the batch is sent:
/// each turn to Kestrel's writer costs two locks, which is more than a small message.
/// </summary>
internal sealed class BatchWriter(IBufferWriter<byte> output) : IBufferWriter<byte>
{
    private const int PieceSize = 4096;

    private Memory<byte> _piece;
    private int _used;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_piece.Length - _used));
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _piece[_used..];
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _piece.Span[_used..];
    }

    /// <summary>Hands over what was written. Must be called before the pipe is flushed or written to by others.</summary>
    public void Commit()
    {
        if (_used > 0)
        {
            output.Advance(_used);
        }

        _piece = default;
        _used = 0;
    }

    private void Reserve(int sizeHint)
    {
        if (_piece.Length - _used < Math.Max(sizeHint, 1))
        {
            Commit();
            _piece = output.GetMemory(Math.Max(sizeHint, PieceSize));
        }
    }
}
