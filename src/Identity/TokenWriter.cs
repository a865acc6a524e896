using System.Buffers.Binary;
using System.Text;

namespace AiDesk.Identity;

/// <summary>Writes the binary payload of a sealed token. When something does not fit, <see cref="Overflow"/> stays set and nothing more is written.</summary>
internal ref struct TokenWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Written { get; private set; }

    public bool Overflow { get; private set; }

    public void Byte(byte value)
    {
        if (Take(1, out var place))
        {
            place[0] = value;
        }
    }

    public void Int64(long value)
    {
        if (Take(sizeof(long), out var place))
        {
            BinaryPrimitives.WriteInt64BigEndian(place, value);
        }
    }

    public void Id(Guid value)
    {
        if (Take(16, out var place))
        {
            value.TryWriteBytes(place, bigEndian: true, out _);
        }
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        if (Take(value.Length, out var place))
        {
            value.CopyTo(place);
        }
    }

    /// <summary>UTF-8 behind its length in two bytes, so that no two lists of texts look alike.</summary>
    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        if (length > ushort.MaxValue)
        {
            Overflow = true;
        }
        else if (Take(sizeof(ushort) + length, out var place))
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)length);
            Encoding.UTF8.GetBytes(value, place[sizeof(ushort)..]);
        }
    }

    private bool Take(int length, out Span<byte> place)
    {
        place = default;
        if (Overflow || length > _destination.Length - Written)
        {
            Overflow = true;
            return false;
        }

        place = _destination.Slice(Written, length);
        Written += length;
        return true;
    }
}
