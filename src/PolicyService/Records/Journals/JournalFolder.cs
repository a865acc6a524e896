using System.Collections.Concurrent;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>The files of a journal: segments, spares, and how far the sink has got.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly ConcurrentQueue<JournalSegment> _spares = new();
    private readonly ConcurrentQueue<JournalSegment> _retired = new();

    /// <summary>Held while a retired segment becomes a spare, so that nobody finds neither.</summary>
    private readonly Lock _recycling = new();
    private readonly JournalOptions _options;
    private readonly DeliveredPosition _delivered;
    private int _count;
    private int _made;

    public JournalFolder(JournalOptions options)
    {
        _options = options;
        PrivateFolder.Create(options.Folder);
        _delivered = new DeliveredPosition(options.Folder);
    }

    /// <summary>Segments that are ready to be written.</summary>
    public int Spares => _spares.Count;

    /// <summary>The bound is reached: there will be no spare until the sink has taken a segment.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= _options.Segments && _retired.IsEmpty;

    public JournalPosition Delivered
    {
        get => _delivered.Value;
        set => _delivered.Value = value;
    }

    /// <summary>Segments that hold frames, oldest first. Spares of an earlier process are deleted, and so is what the sink has.</summary>
    public List<JournalSegment> Open()
    {
        var segments = new List<JournalSegment>();
        foreach (var path in Directory.EnumerateFiles(_options.Folder, "*.segment").Order(StringComparer.Ordinal))
        {
            if (JournalSegment.Open(path) is not { } segment)
            {
                File.Delete(path);
            }
            else if (segment.Number < Delivered.Segment)
            {
                Delete(segment);
            }
            else
            {
                segments.Add(segment);
            }
        }

        segments.Sort((left, right) => left.Number.CompareTo(right.Number));
        _count = segments.Count;
        return segments;
    }

    /// <summary>
    /// A segment to write, or null. Where no spare is ready a retired one is cleared here, about a millisecond: the journal has room as soon as the sink has taken a segment, and need not refuse
    /// until the upkeep has had its turn.
    /// </summary>
    public JournalSegment? TakeSpare()
    {
        if (_spares.TryDequeue(out var spare))
        {
            return spare;
        }

        lock (_recycling)
        {
            if (_spares.TryDequeue(out spare))
            {
                return spare;
            }

            if (!_retired.TryPeek(out var retired) || retired.Size != _options.SegmentSize || !_retired.TryDequeue(out retired))
            {
                return null;
            }

            retired.Clear();
            return retired;
        }
    }

    /// <summary>The sink has all of it.</summary>
    public void Retire(JournalSegment segment) => _retired.Enqueue(segment);

    /// <summary>Keeps so many spares, from retired segments or new, as far as the bound allows. Throws <see cref="IOException"/> when the disk is full.</summary>
    public void Refill(int spares)
    {
        while (Recycle(spares))
        {
        }

        while (_spares.Count < spares && _count < _options.Segments)
        {
            _spares.Enqueue(JournalSegment.Create(Path.Combine(_options.Folder, $"{Guid.CreateVersion7():N}-{++_made}.segment"), _options.SegmentSize));
            _count++;
        }
    }

    public void SyncDelivered() => _delivered.Sync();

    public void Dispose()
    {
        foreach (var segment in _spares.Concat(_retired))
        {
            Delete(segment);
        }

        _delivered.Dispose();
    }

    /// <summary>One retired segment becomes a spare, or is deleted. False when there was none.</summary>
    private bool Recycle(int spares)
    {
        lock (_recycling)
        {
            if (!_retired.TryDequeue(out var segment))
            {
                return false;
            }

            if (_spares.Count < spares && segment.Size == _options.SegmentSize)
            {
                segment.Clear();
                _spares.Enqueue(segment);
            }
            else
            {
                Delete(segment);
                _count--;
            }

            return true;
        }
    }

    private static void Delete(JournalSegment segment)
    {
        segment.Dispose();
        File.Delete(segment.Path);
    }
}
