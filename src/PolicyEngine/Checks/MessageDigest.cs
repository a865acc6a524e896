using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AiDesk.Policy.Checks;

/// <summary>
/// What two messages must share to be duplicates: their words, whatever their case and outer white space. 128 bits of SHA-256, so that nobody can make two
/// messages collide or read a message out of a counter's key by its length.
/// </summary>
internal static class MessageDigest
{
    private const int Chunk = 512;

    public static UInt128 Of(ReadOnlySpan<char> message)
    {
        message = message.Trim();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (message.Length <= Chunk)
        {
            Span<char> folded = stackalloc char[Chunk];
            var length = message.ToUpperInvariant(folded);
            SHA256.HashData(MemoryMarshal.AsBytes(folded[..length]), hash);
        }
        else
        {
            var folded = System.Buffers.ArrayPool<char>.Shared.Rent(message.Length);
            var length = message.ToUpperInvariant(folded);
            SHA256.HashData(MemoryMarshal.AsBytes(folded.AsSpan(0, length)), hash);
            System.Buffers.ArrayPool<char>.Shared.Return(folded, clearArray: true);
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
