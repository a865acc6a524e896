using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>The requests of a stream as the caller writes them.</summary>
internal sealed class RequestWriter<T>(
    RequestPipe pipe, Action<T, IBufferWriter<byte>, WriteOptions?> serialize, Func<CallOutcome?> outcome, WriteOptions? writeOptions, bool throwCanceled)
    : IClientStreamWriter<T>
    where T : class
{
    private Task _last = Task.CompletedTask;
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; } = writeOptions;

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        if (_completed || !_last.IsCompleted)
        {
            return Task.FromException(new InvalidOperationException(_completed
                ? "Request stream has already been completed."
                : "Can't write the message because the previous write is in progress."));
        }

        var buffered = (WriteOptions?.Flags & WriteFlags.BufferHint) == WriteFlags.BufferHint;
        ValueTask<FlushResult> flush;
        try
        {
            flush = pipe.WriteAsync(
                (Writer: this, Message: message),
                static (state, output) => state.Writer.Serialize(state.Message, output),
                flush: !buffered,
                cancellationToken);
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }

        var written = AwaitAsync(flush);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : _last = written;
    }

    public Task CompleteAsync()
    {
        _completed = true;
        return pipe.TryComplete() || outcome() is null or { IsOk: true } ? Task.CompletedTask : Task.FromException(Ended());
    }

    private void Serialize(T message, IBufferWriter<byte> output) => serialize(message, output, WriteOptions);

    private async Task AwaitAsync(ValueTask<FlushResult> flush)
    {
        if ((await flush.ConfigureAwait(false)).IsCompleted)
        {
            throw Ended();
        }
    }

    private Exception Ended()
        => outcome() is { IsOk: false } failure
            ? failure.ToException(throwCanceled)
            : new InvalidOperationException("Can't write the message because the call is complete.");
}
