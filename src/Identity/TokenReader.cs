using System.Buffers.Binary;
using System.Text;

namespace AiDesk.Identity;

/// <summary>Reads what <see cref="TokenWriter"/> wrote. Past the end it gives zeros and empty texts and <see cref="Failed"/> stays set.</summary>
internal ref struct TokenReader(ReadOnlySpan<byte> source)
{
    private ReadOnlySpan<byte> _rest = source;

    public bool Failed { get; private set; }

    /// <summary>Everything was read and nothing was missing.</summary>
    public readonly bool IsComplete => !Failed && _rest.IsEmpty;

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    public long Int64() => Take(sizeof(long)) is { Length: sizeof(long) } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;

    public Guid Id() => Take(16) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : default;

    public ReadOnlySpan<byte> Bytes(int length) => Take(length);

    public string Text() =>
        Take(sizeof(ushort)) is { Length: sizeof(ushort) } length ? Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt16BigEndian(length))) : "";

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Failed || length > _rest.Length)
        {
            Failed = true;
            return default;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
