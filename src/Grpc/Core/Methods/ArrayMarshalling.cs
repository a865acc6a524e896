using System.Buffers;

namespace Grpc.Core;

/// <summary>Runs a contextual marshaller over plain arrays, for callers outside of a call.</summary>
internal static class ArrayMarshalling
{
    public static byte[] Serialize<T>(Action<T, SerializationContext> serializer, T value)
    {
        var context = new Writing();
        serializer(value, context);
        return context.Payload ?? throw new InvalidOperationException("The serializer did not complete its message.");
    }

    public static T Deserialize<T>(Func<DeserializationContext, T> deserializer, byte[] payload) => deserializer(new Reading(payload));

    private sealed class Writing : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public byte[]? Payload { get; private set; }

        public override void Complete(byte[] payload) => Payload = payload;

        public override void Complete() => Payload = _buffer.WrittenSpan.ToArray();

        public override IBufferWriter<byte> GetBufferWriter() => _buffer;

        public override void SetPayloadLength(int payloadLength)
        {
        }
    }

    private sealed class Reading(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload.AsSpan().ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
    }
}
