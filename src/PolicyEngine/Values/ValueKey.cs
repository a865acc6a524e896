using System.Buffers.Binary;

namespace AiDesk.Policy.Values;

/// <summary>
/// The secret key of one tenant under which values are hashed, and an id of it that may be told: sets of digests made under another key are not compared.
/// </summary>
/// <param name="First">First half of the key.</param>
/// <param name="Second">Second half of the key.</param>
/// <param name="Id">Which key it is; not secret.</param>
public readonly record struct ValueKey(ulong First, ulong Second, ulong Id)
{
    /// <summary>Bytes of the secret.</summary>
    public const int Length = 16;

    /// <summary>For decisions outside a service (tests of a policy): not secret.</summary>
    public static ValueKey Public { get; } = new(0x0706050403020100, 0x0f0e0d0c0b0a0908, 0);

    /// <summary>From 16 bytes and an id of the key.</summary>
    public static ValueKey From(ReadOnlySpan<byte> secret, ulong id) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(secret), BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]), id);

    // Not even by accident.
    public override string ToString() => "ValueKey";
}
