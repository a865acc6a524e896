using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace AiDesk.Policy.Service.Records.Journals;

[Flags]
internal enum EntryFlags : byte
{
    None = 0,

    /// <summary>There is a text to hash, as UTF-16.</summary>
    Utf16 = 1,

    /// <summary>There is a text to hash, as UTF-8.</summary>
    Utf8 = 2,

    /// <summary>Text and arguments are kept, and not only their hashes.</summary>
    Capture = 4,
}

/// <summary>One record as the journal keeps it: a line that lacks its last members, and what they are made of, off the path. Lives on the stack.</summary>
internal readonly ref struct JournalEntry
{
    private const int Prefix = 40;

    public Guid Id { get; init; }

    /// <summary>Its place among the records of its process, those of the ring too.</summary>
    public long Order { get; init; }

    public EntryFlags Flags { get; init; }

    /// <summary>UTF-8, at most 255 bytes.</summary>
    public ReadOnlySpan<byte> Tenant { get; init; }

    public ReadOnlySpan<byte> Line { get; init; }

    public ReadOnlySpan<byte> Text { get; init; }

    public ReadOnlySpan<byte> Arguments { get; init; }

    public int Length => Prefix + Tenant.Length + Line.Length + Text.Length + Arguments.Length;

    /// <summary>The text that was judged, when it is UTF-16.</summary>
    public ReadOnlySpan<char> Characters => MemoryMarshal.Cast<byte, char>(Text);

    public string TenantName => Encoding.UTF8.GetString(Tenant);

    private void WritePrefix(Span<byte> prefix)
    {
        prefix.Clear();
        Id.TryWriteBytes(prefix, bigEndian: true, out _);
        prefix[16] = (byte)Flags;
        prefix[17] = checked((byte)Tenant.Length);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[20..], Line.Length);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[24..], Text.Length);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[28..], Arguments.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prefix[32..], Order);
    }

    /// <summary>Puts the body together; its CRC is over all of it.</summary>
    public void CopyTo(Span<byte> body)
    {
        WritePrefix(body[..Prefix]);
        body = body[Prefix..];
        Tenant.CopyTo(body);
        body = body[Tenant.Length..];
        Line.CopyTo(body);
        body = body[Line.Length..];
        Text.CopyTo(body);
        Arguments.CopyTo(body[Text.Length..]);
    }

    /// <summary>Takes a sound body apart. False when it is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out JournalEntry entry)
    {
        entry = default;
        if (body.Length < Prefix)
        {
            return false;
        }

        var tenant = body[17];
        var line = BinaryPrimitives.ReadInt32LittleEndian(body[20..]);
        var text = BinaryPrimitives.ReadInt32LittleEndian(body[24..]);
        var arguments = BinaryPrimitives.ReadInt32LittleEndian(body[28..]);
        var rest = body[Prefix..];
        if (line < 0 || text < 0 || arguments < 0 || (long)tenant + line + text + arguments != rest.Length)
        {
            return false;
        }

        entry = new JournalEntry
        {
            Id = new Guid(body[..16], bigEndian: true),
            Order = BinaryPrimitives.ReadInt64LittleEndian(body[32..]),
            Flags = (EntryFlags)body[16],
            Tenant = rest[..tenant],
            Line = rest.Slice(tenant, line),
            Text = rest.Slice(tenant + line, text),
            Arguments = rest[(tenant + line + text)..],
        };
        return true;
    }
}
