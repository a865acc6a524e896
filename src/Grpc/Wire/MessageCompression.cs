using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Wire;

/// <summary>Compresses and inflates single messages. The size limit counts inflated bytes and stops the inflating.</summary>
internal static class MessageCompression
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>Inflates into a rented buffer that the caller disposes.</summary>
    public static PooledBuffer Inflate(ICompressionProvider? provider, in ReadOnlySequence<byte> payload, int? maxMessageSize)
    {
        if (provider is null)
        {
            throw WireFault.CompressedWithoutEncoding();
        }

        var limit = maxMessageSize ?? Array.MaxLength - ChunkSize;
        var inflated = new PooledBuffer((int)Math.Min(Math.Max(payload.Length * 2, 256), ChunkSize));
        try
        {
            using var compressed = new SequenceStream(payload);
            using var stream = provider.CreateDecompressionStream(compressed);
            int read;
            while ((read = stream.Read(inflated.GetSpan(256))) > 0)
            {
                inflated.Advance(read);
                if (inflated.Count > limit)
                {
                    throw WireFault.InflatesTooLarge(limit);
                }
            }

            if (!compressed.IsAtEnd)
            {
                throw new InvalidDataException("Bytes follow the compressed message.");
            }

            return inflated;
        }
        catch (Exception e)
        {
            inflated.Dispose();
            if (e is RpcException)
            {
                throw;
            }

            throw WireFault.CannotInflate(provider.EncodingName, e);
        }
    }

    /// <summary>Writes one compressed message with its prefix and returns its size on the wire. The send limit counts what is compressed.</summary>
    public static int Write<T>(
        Action<T, SerializationContext> serializer,
        T message,
        IBufferWriter<byte> output,
        int? maxMessageSize,
        ICompressionProvider provider,
        CompressionLevel? level)
    {
        using var plain = new PooledBuffer();
        PayloadWriting.Write(serializer, message, plain, maxMessageSize);
        var payload = plain.Written.Span[GrpcProtocol.FrameHeaderSize..];
        using var compressed = new PooledBuffer();
        if (!payload.IsEmpty)
        {
            using var stream = provider.CreateCompressionStream(compressed, level);
            stream.Write(payload);
        }

        // What compression would not shorten travels as it is; an empty message is not even a valid gzip member.
        if (compressed.Count == 0 || compressed.Count >= payload.Length)
        {
            output.Write(plain.Written.Span);
            return plain.Count;
        }

        var prefix = output.GetSpan(GrpcProtocol.FrameHeaderSize);
        prefix[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)compressed.Count);
        output.Advance(GrpcProtocol.FrameHeaderSize);
        output.Write(compressed.Written.Span);
        return GrpcProtocol.FrameHeaderSize + compressed.Count;
    }
}
