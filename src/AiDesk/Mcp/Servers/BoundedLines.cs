namespace AiDesk.CommandLine.Mcp.Servers;

/// <summary>
/// A stream of lines, read through. A line that is longer than the limit throws, so that nobody can make the reader keep more than that: the
/// protocol's transports read whole lines, however long.
/// </summary>
internal sealed class BoundedLines(Stream inner, int limit, string whose, Action<string> tell) : Stream
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _length;

    /// <summary>Done when there is nothing more to read, whatever the reason.</summary>
    public Task Ended => _ended.Task;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Count(buffer.Span[..read], buffer.Length);
        }
        catch
        {
            _ended.TrySetResult();
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            var read = inner.Read(buffer, offset, count);
            return Count(buffer.AsSpan(offset, read), count);
        }
        catch
        {
            _ended.TrySetResult();
            throw;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended.TrySetResult();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Looks at what was read into room for so many bytes; answers how many there are.</summary>
    private int Count(ReadOnlySpan<byte> bytes, int room)
    {
        var read = bytes.Length;
        if (read == 0 && room > 0)
        {
            _ended.TrySetResult();
        }

        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            Grow(end);
            _length = 0;
            bytes = bytes[(end + 1)..];
        }

        Grow(bytes.Length);
        return read;
    }

    private void Grow(int by)
    {
        _length += by;
        if (_length > limit)
        {
            var problem = $"a message of the {whose} is longer than {limit} bytes";
            tell(problem);
            throw new IOException(problem);
        }
    }
}
