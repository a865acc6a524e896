using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// Takes a payload from a serializer straight into the outgoing pipe. Generated serializers announce the length first, so that the
/// prefix goes out before the payload and nothing is buffered; others are buffered. One per thread, as serializers run without waiting.
/// </summary>
internal sealed class PayloadWriting : SerializationContext, IBufferWriter<byte>
{
    [ThreadStatic]
    private static PayloadWriting? _spare;

    /// <summary>A message up to this size is written, prefix and payload, into one piece of the output.</summary>
    private const int OnePiece = 4096 - GrpcProtocol.FrameHeaderSize;

    private IBufferWriter<byte> _output = null!;
    private Memory<byte> _piece;
    private int _pieceUsed;
    private ArrayBufferWriter<byte>? _buffered;
    private int _limit;
    private int _announced;
    private int _written;
    private bool _completed;

    /// <summary>Writes one uncompressed message with its prefix and returns its size on the wire.</summary>
    public static int Write<T>(Action<T, SerializationContext> serializer, T message, IBufferWriter<byte> output, int? maxMessageSize)
    {
        var writing = Start(output, maxMessageSize);
        try
        {
            serializer(message, writing);
            return writing.Finish();
        }
        catch (Exception e) when (writing._announced >= 0 && e is not BrokenFrameException)
        {
            throw new BrokenFrameException(writing._announced, writing._written, e);
        }
        finally
        {
            writing.Reset();
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        if (_announced >= 0 || _written > 0)
        {
            throw new InvalidOperationException("The length of a message is announced once, before its first byte.");
        }

        CheckSize(payloadLength);
        if (payloadLength <= OnePiece)
        {
            _piece = _output.GetMemory(GrpcProtocol.FrameHeaderSize + payloadLength);
            SetPrefix(_piece.Span, payloadLength);
            _pieceUsed = GrpcProtocol.FrameHeaderSize;
        }
        else
        {
            WritePrefix(payloadLength);
        }

        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter() => this;

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        if (_announced < 0)
        {
            SetPayloadLength(payload.Length);
        }

        this.Write(payload);
        Complete();
    }

    public override void Complete() => _completed = true;

    public void Advance(int count)
    {
        _written += count;
        if (!_piece.IsEmpty)
        {
            _pieceUsed += count;
        }
        else if (_announced >= 0)
        {
            _output.Advance(count);
        }
        else
        {
            _buffered!.Advance(count);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => HasRoomInPiece(sizeHint) ? _piece[_pieceUsed..] : Target.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => HasRoomInPiece(sizeHint) ? _piece.Span[_pieceUsed..] : Target.GetSpan(sizeHint);

    private IBufferWriter<byte> Target => _announced >= 0 ? _output : _buffered ??= new ArrayBufferWriter<byte>();

    /// <summary>Gives up the piece when it has no room: a serializer may ask for more than it announced, which the end then finds out.</summary>
    private bool HasRoomInPiece(int sizeHint)
    {
        if (_piece.Length - _pieceUsed >= Math.Max(sizeHint, 1))
        {
            return true;
        }

        FinishPiece();
        return false;
    }

    private void FinishPiece()
    {
        if (!_piece.IsEmpty)
        {
            _output.Advance(_pieceUsed);
            _piece = default;
            _pieceUsed = 0;
        }
    }

    private static PayloadWriting Start(IBufferWriter<byte> output, int? limit)
    {
        var writing = _spare ?? new PayloadWriting();
        _spare = null;
        writing._output = output;
        writing._limit = limit ?? int.MaxValue;
        writing._announced = -1;
        return writing;
    }

    private int Finish()
    {
        if (!_completed)
        {
            throw new InvalidOperationException("The serializer did not complete its message.");
        }

        FinishPiece();
        if (_announced < 0)
        {
            CheckSize(_written);
            WritePrefix(_written);
            _output.Write(_buffered is null ? default : _buffered.WrittenSpan);
        }
        else if (_announced != _written)
        {
            throw new BrokenFrameException(_announced, _written);
        }

        return GrpcProtocol.FrameHeaderSize + _written;
    }

    private void Reset()
    {
        _output = null!;
        _piece = default;
        _pieceUsed = 0;
        _buffered = null;
        _written = 0;
        _completed = false;
        _spare = this;
    }

    private void CheckSize(int size)
    {
        if (size > _limit)
        {
            throw WireFault.SendTooLarge(size, _limit);
        }
    }

    private void WritePrefix(int size)
    {
        SetPrefix(_output.GetSpan(GrpcProtocol.FrameHeaderSize), size);
        _output.Advance(GrpcProtocol.FrameHeaderSize);
    }

    private static void SetPrefix(Span<byte> prefix, int size)
    {
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)size);
    }
}

/// <summary>A serializer wrote another number of bytes than it announced: what is in the pipe can no longer be read, so the stream is reset.</summary>
internal sealed class BrokenFrameException(int announced, int written, Exception? inner = null)
    : Exception($"The serializer announced {announced} bytes and wrote {written}.", inner);
