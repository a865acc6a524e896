using System.Runtime.InteropServices;
using System.Text;
using AiDesk.Policy.Service.Records.Journals;

namespace AiDesk.Policy.Service.Records;

/// <summary>Appends a line to the journal, with the texts that are hashed off the path. Texts that are too long for it are hashed here, which is seldom.</summary>
internal sealed class JournalAppend(Journal journal, InputHash hash)
{
    private readonly Lock _gate = new();
    private readonly RecordedText _long = new(hash);

    /// <summary>False when the journal has no room.</summary>
    public bool TryAppend(RecordBuffer line)
    {
        if (line.Text is { Length: > RecordLimits.Text / sizeof(char) } || line.Utf8.WrittenCount > RecordLimits.Text || line.Arguments.WrittenCount > RecordLimits.Arguments)
        {
            HashNow(line);
        }

        Span<byte> tenant = stackalloc byte[256];
        var text = line.Text is { } characters ? MemoryMarshal.AsBytes(characters.AsSpan()) : line.Utf8.WrittenSpan;
        var flags = line.Text is not null ? EntryFlags.Utf16 : line.Utf8.WrittenCount > 0 ? EntryFlags.Utf8 : EntryFlags.None;
        return journal.TryAppend(new JournalEntry
        {
            Id = line.Id,
            Order = line.Order,
            Flags = flags | (line.Capture ? EntryFlags.Capture : EntryFlags.None),
            Tenant = tenant[..Encoding.UTF8.GetBytes(line.Tenant, tenant[..255])],
            Line = line.Written.Span,
            Text = text,
            Arguments = line.Arguments.WrittenSpan,
        });
    }

    private void HashNow(RecordBuffer line)
    {
        lock (_gate)
        {
            if (line.Text is { } text)
            {
                _long.AppendTo(line.Rest, line.Tenant, text, line.Capture);
            }
            else if (line.Utf8.WrittenCount > 0)
            {
                _long.AppendTo(line.Rest, line.Tenant, line.Utf8.WrittenSpan, line.Capture);
            }

            if (line.Arguments.WrittenCount > 0)
            {
                _long.AppendArgumentsTo(line.Rest, line.Tenant, line.Arguments.WrittenSpan, line.Capture);
            }
        }

        line.Text = null;
        line.Utf8.ResetWrittenCount();
        line.Arguments.ResetWrittenCount();
    }
}
