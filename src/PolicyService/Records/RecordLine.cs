using System.Buffers;
using AiDesk.Policy.Service.Records.Journals;

namespace AiDesk.Policy.Service.Records;

/// <summary>Puts a line together for the batch: what was written on the path, then hashes or captured texts. Used by the one writer.</summary>
internal sealed class RecordLine(InputHash hash)
{
    private readonly RecordedText _text = new(hash);

    /// <summary>Of the ring.</summary>
    public void AppendTo(RecordBatch batch, RecordBuffer line)
    {
        batch.Begin();
        batch.Bytes.Write(line.Written.Span);
        if (line.Text is { } text)
        {
            _text.AppendTo(batch.Bytes, line.Tenant, text, line.Capture);
        }
        else if (line.Utf8.WrittenCount > 0)
        {
            _text.AppendTo(batch.Bytes, line.Tenant, line.Utf8.WrittenSpan, line.Capture);
        }

        if (line.Arguments.WrittenCount > 0)
        {
            _text.AppendArgumentsTo(batch.Bytes, line.Tenant, line.Arguments.WrittenSpan, line.Capture);
        }

        batch.Bytes.Write("}"u8);
        batch.End(line.Id);
    }

    /// <summary>Of the journal.</summary>
    public void AppendTo(RecordBatch batch, in JournalEntry entry)
    {
        var capture = entry.Flags.HasFlag(EntryFlags.Capture);
        batch.Begin();
        batch.Bytes.Write(entry.Line);
        if (entry.Flags.HasFlag(EntryFlags.Utf16))
        {
            _text.AppendTo(batch.Bytes, entry.TenantName, entry.Characters, capture);
        }
        else if (entry.Flags.HasFlag(EntryFlags.Utf8))
        {
            _text.AppendTo(batch.Bytes, entry.TenantName, entry.Text, capture);
        }

        if (!entry.Arguments.IsEmpty)
        {
            _text.AppendArgumentsTo(batch.Bytes, entry.TenantName, entry.Arguments, capture);
        }

        batch.Bytes.Write("}"u8);
        batch.End(entry.Id);
    }
}
