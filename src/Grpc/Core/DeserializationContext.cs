using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller reads one message. Valid only during the deserializer's run.</summary>
public abstract class DeserializationContext
{
    /// <summary>The size of the payload in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the payload.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    /// <summary>The payload without a copy; valid only during the deserializer's run.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}
