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

    private IBufferWriter<byte> _output = null!;
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
        WritePrefix(payloadLength);
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

        payload.CopyTo(_output.GetSpan(payload.Length));
        _output.Advance(payload.Length);
        _written += payload.Length;
        Complete();
    }

    public override void Complete() => _completed = true;

    public void Advance(int count)
    {
        _written += count;
        if (_announced >= 0)
        {
            _output.Advance(count);
        }
        else
        {
            _buffered!.Advance(count);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
        => _announced >= 0 ? _output.GetMemory(sizeHint) : (_buffered ??= new ArrayBufferWriter<byte>()).GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0)
        => _announced >= 0 ? _output.GetSpan(sizeHint) : (_buffered ??= new ArrayBufferWriter<byte>()).GetSpan(sizeHint);

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
        var prefix = _output.GetSpan(GrpcProtocol.FrameHeaderSize);
        prefix[0] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)size);
        _output.Advance(GrpcProtocol.FrameHeaderSize);
    }
}

/// <summary>A serializer wrote another number of bytes than it announced: what is in the pipe can no longer be read, so the stream is reset.</summary>
internal sealed class BrokenFrameException(int announced, int written, Exception? inner = null)
    : Exception($"The serializer announced {announced} bytes and wrote {written}.", inner);
