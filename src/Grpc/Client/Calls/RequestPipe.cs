using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>
/// The requests of a stream on their way to the transport: written by the caller, taken in batches by the attempt that runs.
/// What an attempt has taken is kept until the call is committed, when the call may be retried.
/// </summary>
internal sealed class RequestPipe(RetainedRequests? retained) : RequestSource
{
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly Lock _gate = new();
    private volatile TaskCompletionSource? _sending;
    private bool _completed;
    private volatile bool _taken;

    public override bool CanRepeat => !_taken || retained is { IsComplete: true };

    public override Task LastContentEnded => _sending?.Task ?? Task.CompletedTask;

    /// <summary>Runs a write under the gate and says when there is room for the next. False from the write when the call has ended.</summary>
    public ValueTask<FlushResult> WriteAsync<TState>(TState state, Action<TState, IBufferWriter<byte>> write, bool flush, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: true));
            }

            write(state, _pipe.Writer);
            return flush ? _pipe.Writer.FlushAsync(cancellationToken) : default;
        }
    }

    /// <summary>False when the stream has been completed before.</summary>
    public bool TryComplete(Exception? exception = null)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return false;
            }

            _completed = true;
            _pipe.Writer.Complete(exception);
            return true;
        }
    }

    public override HttpContent CreateContent() => new Content(this);

    public override void Commit() => retained?.Release();

    public override void Stop(CallOutcome outcome)
    {
        retained?.Release();
        TryComplete(new OperationCanceledException("The call has ended."));
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (retained is { IsComplete: true } && retained.Kept is { Length: > 0 } kept)
        {
            await stream.WriteAsync(kept, cancellationToken).ConfigureAwait(false);
        }

        // The headers leave even if no request is written for a while.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var result = await _pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var consumed = result.Buffer.Start;
            try
            {
                _taken |= !result.Buffer.IsEmpty;
                foreach (var segment in result.Buffer)
                {
                    await stream.WriteAsync(segment, cancellationToken).ConfigureAwait(false);
                }

                retained?.Keep(result.Buffer);
                consumed = result.Buffer.End;
            }
            finally
            {
                _pipe.Reader.AdvanceTo(consumed);
            }

            if (result.IsCompleted)
            {
                return;
            }

            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Content : HttpContent
    {
        private readonly RequestPipe _requests;

        public Content(RequestPipe requests)
        {
            _requests = requests;
            Headers.TryAddWithoutValidation("Content-Type", GrpcProtocol.ContentType);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
            => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _requests._sending = ended;
            try
            {
                await _requests.SendAsync(stream, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ended.TrySetResult();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
