using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// JSON lines in <c>records.jsonl</c>, which becomes <c>records-000001.jsonl</c> and so on when it is full. What a crash left of a last line is closed, never
/// continued; a write that fails half-way is taken back before it is repeated.
/// </summary>
internal sealed class FileRecordSink(FileRecordSinkOptions options) : IRecordSink
{
    private const string Current = "records.jsonl";

    private FileStream? _file;
    private long _length;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        try
        {
            var file = _file ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
            if (_length > 0 && _length + lines.Length > options.FileSize)
            {
                await CloseAsync().ConfigureAwait(false);
                Rotate();
                file = await OpenAsync(cancellationToken).ConfigureAwait(false);
            }

            await file.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            _length += lines.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await AbandonAsync().ConfigureAwait(false);
            throw exception as IOException ?? new IOException(exception.Message, exception);
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Create(options.Folder);

        // No buffer of its own: batches come whole, and what is buffered could not be taken back.
        var file = PrivateFile.Open(Path.Combine(options.Folder, Current), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        _file = file;
        _length = file.Length;
        if (_length > 0)
        {
            file.Position = _length - 1;
            var last = new byte[1];
            await file.ReadExactlyAsync(last, cancellationToken).ConfigureAwait(false);
            if (last[0] != (byte)'\n')
            {
                await file.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                _length++;
            }
        }

        return file;
    }

    private async Task CloseAsync()
    {
        if (_file is { } file)
        {
            _file = null;
            file.Flush(flushToDisk: true);
            await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Cuts off what a failed write left, when the file lets it, and opens anew next time.</summary>
    private async Task AbandonAsync()
    {
        if (_file is not { } file)
        {
            return;
        }

        _file = null;
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
        var numbers = Directory.EnumerateFiles(options.Folder, "records-*.jsonl").Select(NumberOf).Where(number => number > 0).Order().ToList();
        var next = numbers.Count == 0 ? 1 : numbers[^1] + 1;
        File.Move(Path.Combine(options.Folder, Current), NameOf(next), overwrite: false);
        numbers.Add(next);
        foreach (var number in numbers.Take(Math.Max(0, numbers.Count - Math.Max(1, options.Files))))
        {
            File.Delete(NameOf(number));
        }
    }

    private string NameOf(int number) => Path.Combine(options.Folder, FormattableString.Invariant($"records-{number:D6}.jsonl"));

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan("records-".Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
}
