using AiDesk.Identity;

namespace AiDesk.Policy.Service.Records.Files;

/// <summary>
/// JSON lines in <c>records.jsonl</c>, which becomes <c>records-000001.jsonl</c> and so on when it is full. What a crash left of a last line is closed, never
/// continued; a write that fails half-way is taken back before it is repeated. Forced to the disk on an interval.
/// </summary>
internal sealed class FileRecordSink : IRecordSink
{
    private readonly FileRecordSinkOptions _options;
    private readonly RecordFolder _folder;
    private readonly Lock _gate = new();
    private readonly ITimer _sync;
    private FileStream? _file;
    private long _length;
    private bool _dirty;

    public FileRecordSink(FileRecordSinkOptions options)
    {
        _options = options;
        _folder = new RecordFolder(options.Folder);
        _sync = TimeProvider.System.CreateTimer(static self => ((FileRecordSink)self!).Sync(), this, options.SyncInterval, options.SyncInterval);
    }

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var lines = batch.Lines;
        try
        {
            var file = _file ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
            if (_length > 0 && _length + lines.Length > _options.FileSize)
            {
                await CloseAsync().ConfigureAwait(false);
                Rotate();
                file = await OpenAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_options.Reached is { } reached)
            {
                // A write that a crash cuts in two.
                await file.PutAsync(lines[..(lines.Length / 2)], cancellationToken).ConfigureAwait(false);
                reached("half");
                lines = lines[(lines.Length / 2)..];
            }

            await file.PutAsync(lines, cancellationToken).ConfigureAwait(false);
            _length += batch.Lines.Length;
            _dirty = true;
        }
        catch (Exception exception)
        {
            // Whatever it is: behind half a line nothing may be written.
            await AbandonAsync().ConfigureAwait(false);
            if (exception is UnauthorizedAccessException)
            {
                throw new IOException(exception.Message, exception);
            }

            throw;
        }
    }

    /// <summary>Looks in the current file and in the one before: what a process wrote last is there.</summary>
    public async ValueTask<IReadOnlySet<Guid>> FindAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new HashSet<Guid>();
        foreach (var (_, path) in _folder.Newest().Take(2))
        {
            await foreach (var line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
            {
                if (RecordedId.Of(line) is { } id && ids.Contains(id))
                {
                    found.Add(id);
                }
            }
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await _sync.DisposeAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Create(_options.Folder);

        // No buffer of its own: batches come whole, and what is buffered could not be taken back.
        var file = PrivateFile.Open(_folder.Current, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Take(file);
        _length = file.Length;
        if (_length > 0)
        {
            file.Position = _length - 1;
            var last = new byte[1];
            await file.ReadExactlyAsync(last, cancellationToken).ConfigureAwait(false);
            if (last[0] != (byte)'\n')
            {
                await file.PutAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                _length++;
            }
        }

        return file;
    }

    private async Task CloseAsync()
    {
        if (_file is { } file)
        {
            Sync();
            Take(null);
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What was written since the last time is forced to the disk, so that a power loss takes no more than an interval.</summary>
    private void Sync()
    {
        lock (_gate)
        {
            if (!_dirty || _file is not { } file)
            {
                return;
            }

            _dirty = false;
            try
            {
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // The next write fails too, and says why.
            }
        }
    }

    private void Take(FileStream? file)
    {
        lock (_gate)
        {
            _file = file;
        }
    }

    /// <summary>Cuts off what a failed write left, when the file lets it, and opens anew next time.</summary>
    private async Task AbandonAsync()
    {
        if (_file is not { } file)
        {
            return;
        }

        Take(null);
        try
        {
            file.SetLength(_length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Then the half line stays, and opening closes it with a line feed.
        }

        await file.DisposeAsync().ConfigureAwait(false);
    }

    private void Rotate()
    {
        var numbers = _folder.Numbers();
        var next = numbers.Count == 0 ? 1 : numbers[^1] + 1;
        File.Move(_folder.Current, _folder.PathOf(next), overwrite: false);
        numbers.Add(next);
        foreach (var number in numbers.Take(Math.Max(0, numbers.Count - Math.Max(1, _options.Files))))
        {
            File.Delete(_folder.PathOf(number));
        }
    }
}
