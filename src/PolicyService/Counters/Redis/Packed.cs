using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Writes what <c>struct.unpack</c> of a script reads: bytes, little-endian doubles, strings of a fixed length.</summary>
internal ref struct Packed(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Byte(byte value) => _buffer[_length++] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>A number that a double holds exactly; one beyond is taken as the greatest or least that it does.</summary>
    public void Number(long value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer[_length..], Math.Clamp(value, -Amount.Greatest, Amount.Greatest));
        _length += sizeof(double);
    }

    /// <summary>Bytes of one value of a Member operation: its digest, its sets.</summary>
    public const int MemberLength = sizeof(ulong) + 1;

    /// <summary>Eight bytes that the script only compares.</summary>
    public void Bits(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer[_length..], value);
        _length += sizeof(ulong);
    }

    public void Digest(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128BigEndian(_buffer[_length..], value);
        _length += 16;
    }

    /// <summary>Who asks, as the first bytes of its SHA-256; zeros for nobody.</summary>
    public void Event(string token, int bytes)
    {
        var target = _buffer.Slice(_length, bytes);
        _length += bytes;
        if (token.Length == 0)
        {
            target.Clear();
            return;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), hash);
        hash[..bytes].CopyTo(target);

        // Never nobody's.
        target[0] |= 1;
    }
}
