using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Server;

/// <content>Writes streams of responses, and sends what was written once per batch of messages.</content>
internal sealed partial class HttpServerCall : IThreadPoolWorkItem
{
    /// <summary>A batch of this size does not wait for more.</summary>
    private const int FullBatch = 16 * 1024;

    private BatchWriter? _batch;
    private int _unflushed;
    private int _segmentThread;
    private bool _flushQueued;
    private bool _clientGone;
    private Task? _pendingFlush;

    private bool IsFlushPending => _pendingFlush is { IsCompleted: false };

    /// <summary>
    /// Writes one message of a stream. It leaves with the batch: when that is full, when the method waits for anything while it runs on the
    /// thread that brought it a request, or else when a thread is free, which is at once.
    /// </summary>
    public Task WriteStreamAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? options, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        lock (Gate)
        {
            CheckWritable();
            if (IsFlushPending)
            {
                return WriteAfterFlushAsync(marshaller, message, options, cancellationToken);
            }

            _unflushed += WriteMessage(marshaller, message, options);
            if (_unflushed >= FullBatch)
            {
                return StartFlush();
            }

            if (_segmentThread != Environment.CurrentManagedThreadId && (options?.Flags & WriteFlags.BufferHint) != WriteFlags.BufferHint)
            {
                QueueFlush();
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>From here until <see cref="LeaveSegment"/> the method runs on this thread, and what it writes is sent when it comes back.</summary>
    public void EnterSegment() => _segmentThread = Environment.CurrentManagedThreadId;

    /// <summary>The method waits for something, or the call has ended, after which nothing but this object may be touched.</summary>
    public void LeaveSegment()
    {
        _segmentThread = 0;
        FlushBeforeWaiting();
    }

    /// <summary>The queued flush.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        lock (Gate)
        {
            _flushQueued = false;
            FlushBatch();
        }
    }

    /// <summary>Sends the batch before the method waits for the peer.</summary>
    private void FlushBeforeWaiting()
    {
        if (_unflushed > 0)
        {
            lock (Gate)
            {
                FlushBatch();
            }
        }
    }

    private void FlushBatch()
    {
        if (_unflushed > 0 && !_ended && !IsFlushPending)
        {
            _ = StartFlush();
        }
    }

    private void QueueFlush()
    {
        if (!_flushQueued)
        {
            _flushQueued = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task WriteAfterFlushAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? options, CancellationToken cancellationToken)
    {
        while (_pendingFlush is { IsCompleted: false } flush)
        {
            await flush.WaitAsync(cancellationToken);
        }

        await WriteStreamAsync(marshaller, message, options, cancellationToken);
    }

    /// <summary>Under the gate. Completed at once unless the peer's window and the buffer before it are full.</summary>
    private Task StartFlush()
    {
        _unflushed = 0;
        _batch?.Commit();
        var flush = Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            Note(flush.GetAwaiter().GetResult());
            return Task.CompletedTask;
        }

        WatchFlush();
        return _pendingFlush = AwaitFlushAsync(flush);
    }

    private async Task AwaitFlushAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            Note(await flush);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            _clientGone = true;
        }

        lock (Gate)
        {
            _flushStall!.Stop();
            if (_unflushed > 0 && !_ended)
            {
                QueueFlush();
            }
        }
    }

    private void Note(FlushResult result) => _clientGone |= result.IsCompleted || result.IsCanceled;

    private void CheckWritable()
    {
        CheckRunning();
        if (_clientGone)
        {
            throw new OperationCanceledException("The client has gone.");
        }
    }
}
