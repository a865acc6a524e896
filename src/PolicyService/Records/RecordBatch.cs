using System.Buffers;

namespace AiDesk.Policy.Service.Records;

/// <summary>Whole lines on their way to a sink, each ending in a line feed, in the order in which they are to be kept. Reused.</summary>
internal sealed class RecordBatch
{
    private readonly List<RecordEntry> _entries = [];
    private int _begun;

    public ArrayBufferWriter<byte> Bytes { get; } = new(64 * 1024);

    public IReadOnlyList<RecordEntry> Entries => _entries;

    /// <summary>All lines.</summary>
    public ReadOnlyMemory<byte> Lines => Bytes.WrittenMemory;

    public int Size => Bytes.WrittenCount;

    /// <summary>One line without its line feed.</summary>
    public ReadOnlyMemory<byte> LineOf(RecordEntry entry) => Bytes.WrittenMemory.Slice(entry.Start, entry.Length - 1);

    /// <summary>What is written to <see cref="Bytes"/> from here on is a line; <see cref="End"/> ends it.</summary>
    public void Begin() => _begun = Bytes.WrittenCount;

    /// <summary>Closes the line.</summary>
    public void End(Guid id)
    {
        Bytes.Write("\n"u8);
        _entries.Add(new RecordEntry(id, _begun, Bytes.WrittenCount - _begun));
    }

    public void Clear()
    {
        Bytes.ResetWrittenCount();
        _entries.Clear();
    }

    /// <summary>Takes out what the sink has already.</summary>
    public void Remove(IReadOnlySet<Guid> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var kept = Bytes.WrittenSpan.ToArray();
        var entries = _entries.Where(entry => !ids.Contains(entry.Id)).ToArray();
        Clear();
        foreach (var entry in entries)
        {
            Begin();
            Bytes.Write(kept.AsSpan(entry.Start, entry.Length - 1));
            End(entry.Id);
        }
    }
}

/// <summary>One line of a batch.</summary>
/// <param name="Id">The record's own: of a decision the decision's.</param>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="Length">With its line feed, in bytes.</param>
internal readonly record struct RecordEntry(Guid Id, int Start, int Length);
