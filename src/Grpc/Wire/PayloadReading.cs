using System.Buffers;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Shows a payload to a deserializer. One per thread, as deserializers run to their end without waiting.</summary>
internal sealed class PayloadReading : DeserializationContext
{
    [ThreadStatic]
    private static PayloadReading? _spare;

    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    /// <summary>Runs the deserializer. Whatever it throws, but a status, is INTERNAL: the bytes could not be parsed.</summary>
    public static T Read<T>(Func<DeserializationContext, T> deserializer, in ReadOnlySequence<byte> payload)
    {
        var reading = _spare ?? new PayloadReading();
        _spare = null;
        reading._payload = payload;
        try
        {
            return deserializer(reading) ?? throw WireFault.Unparseable("the deserializer returned nothing.");
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw WireFault.Unparseable("its bytes are not of this type.", e);
        }
        finally
        {
            reading._payload = default;
            _spare = reading;
        }
    }

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;
}
