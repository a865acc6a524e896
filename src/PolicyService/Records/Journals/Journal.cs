namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>
/// What may not be lost, between the answer and the sink: segments that are mapped into memory. An append is a copy and no system call, and survives the
/// death of the process; forced to the disk on an interval, it survives a power loss but for that interval. Bounded: a full journal refuses. One reader.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly JournalOptions _options;
    private readonly JournalFolder _folder;
    private readonly JournalUpkeep _upkeep;
    private readonly List<JournalSegment> _segments = [];
    private JournalSegment? _current;
    private int _used;
    private long _newest;
    private long _appended;
    private long _read;
    private long _damaged;
    private JournalPosition _damagedUpTo;
    private JournalSegment? _reading;
    private long _readingNumber;
    private bool _closed;

    private Journal(JournalOptions options, JournalFolder folder)
    {
        _options = options;
        _folder = folder;
        _segments.AddRange(folder.Open());
        _newest = _segments.Count == 0 ? folder.Delivered.Segment : Math.Max(_segments[^1].Number, folder.Delivered.Segment);
        Begun = new JournalPosition(_newest + 1, 0);
        foreach (var segment in _segments)
        {
            _appended += CountOf(segment);
        }

        _upkeep = new JournalUpkeep(folder, options);
    }

    /// <summary>What lies before is of an earlier process.</summary>
    public JournalPosition Begun { get; }

    /// <summary>Frames that the sink has not got.</summary>
    public long Waiting => Interlocked.Read(ref _appended) - Interlocked.Read(ref _read);

    /// <summary>Bytes that the sink has not got, 0 once it is closed.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                if (_closed || _segments.Count == 0 || Waiting == 0)
                {
                    return 0;
                }

                var delivered = _folder.Delivered;
                var first = Math.Max(delivered.Segment, _segments[0].Number);
                var from = delivered.Segment == first ? delivered.Offset : 0;
                var end = _current is null ? _options.SegmentSize : _used;
                return Math.Max(0, ((_newest - first) * _options.SegmentSize) + end - from);
            }
        }
    }

    /// <summary>Frames that a power loss left broken, since the start.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>Segments that are ready behind the current one. At 0 an append is refused when that ends; the next is made within milliseconds, if it can be.</summary>
    public int Spares => _folder.Spares;

    /// <summary>
    /// Why not every record can be appended, however long: little is left of the current segment, and no next one can be made. Empty when all can, or can as soon as the
    /// next one is made.
    /// </summary>
    public string Fault
    {
        get
        {
            lock (_gate)
            {
                var hasRoom = _current is { } current && current.Size - _used > Math.Min(JournalOptions.LongestFrame, current.Size / 4);
                return hasRoom || _folder.Spares > 0 || _closed ? "" : _upkeep.Fault.Length > 0 ? _upkeep.Fault : _folder.IsFull ? "the journal is full" : "";
            }
        }
    }

    /// <summary>Throws <see cref="IOException"/> when another process has the journal or its folder cannot be used. A full disk does not throw: <see cref="Fault"/> says so.</summary>
    public static Journal Open(JournalOptions options)
    {
        var folder = new JournalFolder(options);
        var journal = new Journal(options, folder);
        journal._upkeep.Start();
        return journal;
    }

    /// <summary>False when there is no room for it. The frame is whole, or it is not there.</summary>
    public bool TryAppend(scoped in JournalEntry entry)
    {
        var length = entry.Length;
        var size = JournalSegment.SizeOf(length);
        lock (_gate)
        {
            if (_closed || !HasRoom(size))
            {
                return false;
            }

            var body = _current!.Bytes(_used + JournalSegment.FrameHeader, length);
            entry.CopyTo(body);
            _options.Reached?.Invoke("copied");
            _current.Publish(_used, length, Crc32C.Append(Crc32C.Seed, body));
            _used += size;
            Interlocked.Increment(ref _appended);
        }

        _options.Reached?.Invoke("published");
        return true;
    }

    /// <summary>The frame at that place, which then goes on behind it. False at the end of what there is. The bytes hold until <see cref="Release"/>.</summary>
    public bool TryRead(ref JournalPosition at, out JournalEntry entry)
    {
        entry = default;
        while (true)
        {
            // The newest is read before the length: when a later segment is there and this one shows no frame, none will come.
            var newest = Volatile.Read(ref _newest);
            if (Find(ref at) is not { } segment)
            {
                return false;
            }

            var length = segment.LengthAt(at.Offset);
            if (length == 0)
            {
                if (at.Segment >= newest)
                {
                    return false;
                }

                at = new JournalPosition(at.Segment + 1, JournalSegment.HeaderSize);
                continue;
            }

            var offset = at.Offset;
            at = new JournalPosition(at.Segment, offset + JournalSegment.SizeOf(length));
            if (segment.IsSound(offset, length) && JournalEntry.TryRead(segment.Bytes(offset + JournalSegment.FrameHeader, length), out entry))
            {
                return true;
            }

            if (at.CompareTo(_damagedUpTo) > 0)
            {
                _damagedUpTo = at;
                Interlocked.Increment(ref _damaged);
                Interlocked.Decrement(ref _appended);
            }
        }
    }

    /// <summary>Where reading begins.</summary>
    public JournalPosition Delivered => _folder.Delivered;

    /// <summary>The sink has everything up to there: it is overwritten, so that no text stays behind, and its segments are used again.</summary>
    public void Release(JournalPosition upTo, int frames)
    {
        var from = _folder.Delivered;
        _folder.Delivered = upTo;
        _options.Reached?.Invoke("released");
        Interlocked.Add(ref _read, frames);
        // What was remembered may be given back below, and its memory with it.
        _reading = null;
        var behind = upTo;
        if (Find(ref behind) is { } segment && behind == upTo)
        {
            var first = from.Segment == upTo.Segment ? Math.Max(from.Offset, JournalSegment.HeaderSize) : JournalSegment.HeaderSize;
            segment.Bytes(first, Math.Min(upTo.Offset, segment.Size) - first).Clear();
        }

        lock (_gate)
        {
            while (_segments.Count > 0 && _segments[0].Number < upTo.Segment)
            {
                _folder.Retire(_segments[0]);
                _segments.RemoveAt(0);
                _upkeep.Wake();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        await _upkeep.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _current = null;
            foreach (var segment in _segments)
            {
                segment.Dispose();
            }

            _folder.Dispose();
        }
    }

    private bool HasRoom(int size)
    {
        if (_current is { } current && current.Size - _used >= size)
        {
            return true;
        }

        if (size > _options.SegmentSize - JournalSegment.HeaderSize || _folder.TakeSpare() is not { } spare)
        {
            _upkeep.Wake();
            return false;
        }

        spare.Begin(_newest + 1);
        _options.Reached?.Invoke("segment");
        _segments.Add(spare);
        _current = spare;
        _used = JournalSegment.HeaderSize;
        Volatile.Write(ref _newest, _newest + 1);
        _upkeep.Use(spare);
        return true;
    }

    /// <summary>Only the one reader asks: the segment that it reads is remembered, so that it takes no lock for each frame.</summary>
    private JournalSegment? Find(ref JournalPosition at)
    {
        if (_reading is { } reading && _readingNumber == at.Segment)
        {
            return reading;
        }

        lock (_gate)
        {
            foreach (var segment in _segments)
            {
                if (segment.Number == at.Segment)
                {
                    (_reading, _readingNumber) = (segment, at.Segment);
                    return segment;
                }

                // What the sink has is gone, or nothing was ever read.
                if (segment.Number > at.Segment)
                {
                    at = new JournalPosition(segment.Number, JournalSegment.HeaderSize);
                    (_reading, _readingNumber) = (segment, at.Segment);
                    return segment;
                }
            }
        }

        return null;
    }

    private long CountOf(JournalSegment segment)
    {
        var delivered = _folder.Delivered;
        var offset = segment.Number < delivered.Segment ? segment.Size : segment.Number == delivered.Segment ? delivered.Offset : JournalSegment.HeaderSize;
        var frames = 0L;
        for (var length = segment.LengthAt(offset); length > 0; length = segment.LengthAt(offset))
        {
            frames++;
            offset += JournalSegment.SizeOf(length);
        }

        return frames;
    }
}
