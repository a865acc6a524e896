using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Grpc.Wire;

/// <summary>
/// Cuts length-prefixed messages out of a pipe without copying. Holds on to what one read brought until it is used up,
/// so that a batch of messages costs one read. A mutable struct: keep it in a field, never copy it.
/// </summary>
internal struct FrameBuffer(PipeReader pipe, int? maxMessageSize)
{
    private readonly int _limit = maxMessageSize ?? int.MaxValue;
    private ReadOnlySequence<byte> _rest;
    private bool _held;
    private bool _releasedPartial;

    /// <summary>Whether the peer has said that nothing follows what is held.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether a part of a message has arrived, be it held here or given back to the pipe to be read again.</summary>
    public readonly bool HasPartialMessage => _held ? !_rest.IsEmpty : _releasedPartial;

    /// <summary>Takes the next whole message, whose payload stays valid until the next read. Throws a status on a bad prefix.</summary>
    public bool TryTake(out Frame frame)
    {
        frame = default;
        if (!_held || _rest.Length < GrpcProtocol.FrameHeaderSize)
        {
            return false;
        }

        var (flag, size) = ReadPrefix(_rest);
        if (flag > 1)
        {
            throw WireFault.BadFlag(flag);
        }

        if (size > (uint)_limit)
        {
            throw WireFault.TooLarge(size, _limit);
        }

        if (_rest.Length - GrpcProtocol.FrameHeaderSize < size)
        {
            return false;
        }

        var payload = _rest.Slice(GrpcProtocol.FrameHeaderSize, size);
        _rest = _rest.Slice(payload.End);
        frame = new Frame(payload, flag == 1);
        return true;
    }

    private static (byte Flag, uint Size) ReadPrefix(in ReadOnlySequence<byte> buffer)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= GrpcProtocol.FrameHeaderSize)
        {
            return (first[0], BinaryPrimitives.ReadUInt32BigEndian(first[1..]));
        }

        Span<byte> stitched = stackalloc byte[GrpcProtocol.FrameHeaderSize];
        buffer.Slice(0, GrpcProtocol.FrameHeaderSize).CopyTo(stitched);
        return (stitched[0], BinaryPrimitives.ReadUInt32BigEndian(stitched[1..]));
    }

    /// <summary>Gives back what was taken and says that the rest has been looked at, so that the next read waits for more.</summary>
    public void Release()
    {
        if (_held)
        {
            _held = false;
            _releasedPartial = !_rest.IsEmpty;
            pipe.AdvanceTo(_rest.Start, _rest.End);
            _rest = default;
        }
    }

    /// <summary>Takes what is there without waiting.</summary>
    public bool TryRead()
    {
        Release();
        if (!pipe.TryRead(out var result))
        {
            return false;
        }

        Hold(result);
        return true;
    }

    /// <summary>Waits for more; hand the result to <see cref="Hold"/>.</summary>
    public ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        Release();
        return pipe.ReadAsync(cancellationToken);
    }

    public void Hold(in ReadResult result)
    {
        _rest = result.Buffer;
        _held = true;
        IsCompleted = result.IsCompleted;
        if (result.IsCanceled)
        {
            Release();
            throw new OperationCanceledException("The call has ended.");
        }
    }

    /// <summary>Throws when the stream ended inside a message.</summary>
    public readonly void CheckEnd()
    {
        if (HasPartialMessage)
        {
            throw WireFault.Truncated();
        }
    }
}

/// <summary>One message as it travelled.</summary>
internal readonly record struct Frame(ReadOnlySequence<byte> Payload, bool IsCompressed);
