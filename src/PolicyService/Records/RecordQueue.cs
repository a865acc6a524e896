using System.Collections.Concurrent;
using System.Threading.Channels;

namespace AiDesk.Policy.Service.Records;

/// <summary>Plain ALLOW decisions between the calls and the writer, bounded in number and memory; and the buffers in which lines are made.</summary>
internal sealed class RecordQueue(DecisionRecorderOptions options) : IDisposable
{
    /// <summary>Buffers kept for reuse.</summary>
    private const int SpareLimit = 4096;

    // Most lines go no further than the journal: their buffer stays with the thread.
    [ThreadStatic]
    private static RecordBuffer? t_kept;

    private readonly Channel<RecordBuffer> _lines = Channel.CreateUnbounded<RecordBuffer>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentQueue<RecordBuffer> _spare = new();
    private readonly CancellationTokenSource _closing = new();
    private int _spareCount;
    private int _waiting;
    private long _bytes;

    public int Waiting => Volatile.Read(ref _waiting);

    public long WaitingBytes => Volatile.Read(ref _bytes);

    public ChannelReader<RecordBuffer> Lines => _lines.Reader;

    public RecordBuffer Rent()
    {
        if (t_kept is { } kept)
        {
            t_kept = null;
            return kept;
        }

        if (_spare.TryDequeue(out var buffer))
        {
            Interlocked.Decrement(ref _spareCount);
            return buffer;
        }

        return new RecordBuffer();
    }

    /// <summary>In the thread that rented it, which will rent it again.</summary>
    public void ReturnHere(RecordBuffer buffer)
    {
        if (t_kept is null && buffer.IsReusable)
        {
            buffer.Clear();
            t_kept = buffer;
        }
        else
        {
            Return(buffer);
        }
    }

    public void Return(RecordBuffer buffer)
    {
        if (!buffer.IsReusable || Interlocked.Increment(ref _spareCount) > SpareLimit)
        {
            if (buffer.IsReusable)
            {
                Interlocked.Decrement(ref _spareCount);
            }

            return;
        }

        buffer.Clear();
        _spare.Enqueue(buffer);
    }

    /// <summary>False when there is no room for it, or the queue is closed.</summary>
    public bool TryAdd(RecordBuffer buffer)
    {
        var lines = Interlocked.Increment(ref _waiting);
        var bytes = Interlocked.Add(ref _bytes, buffer.Size);
        if (lines <= options.Lines && bytes <= options.Bytes && _lines.Writer.TryWrite(buffer))
        {
            return true;
        }

        Release(buffer.Size);
        return false;
    }

    /// <summary>A line was written or given up.</summary>
    public void Release(long size)
    {
        Interlocked.Decrement(ref _waiting);
        Interlocked.Add(ref _bytes, -size);
    }

    /// <summary>Set once nothing more will come: no use in waiting for company.</summary>
    public CancellationToken Closing => _closing.Token;

    public void Close()
    {
        _lines.Writer.TryComplete();
        _closing.Cancel();
    }

    public void Dispose() => _closing.Dispose();
}
