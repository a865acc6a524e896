using System.Buffers.Binary;
using System.Numerics;

namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>CRC-32C (RFC 3720, 12.1), by the processor's instruction: what a power loss left half-written is told by it.</summary>
internal static class Crc32C
{
    public const uint Seed = 0xFFFF_FFFF;

    /// <summary>Goes on from <paramref name="crc"/>, which is <see cref="Seed"/> at first.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
