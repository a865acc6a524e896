using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AiDesk.Policy.Checks;

/// <summary>
/// What two messages must share to be duplicates: their words, whatever their case, their disguise and outer white space. It is taken of the folded view,
/// which the injection check has made already. 128 bits of SHA-256, so that nobody can make two messages collide or read a message out of a counter's key.
/// </summary>
internal static class MessageDigest
{
    public static UInt128 Of(ReadOnlySpan<char> folded)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(folded.Trim()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
