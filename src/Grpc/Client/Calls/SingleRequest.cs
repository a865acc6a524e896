using System.Net;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>The one request of a unary or server streaming call, serialized before the first attempt.</summary>
internal sealed class SingleRequest(PooledBuffer buffer) : RequestSource
{
    private int _sending;
    private bool _stopped;
    private bool _returned;

    public override bool CanRepeat => true;

    public override Task LastContentEnded => Task.CompletedTask;

    public override HttpContent CreateContent() => new Content(this);

    public override void Commit()
    {
    }

    public override void Stop(CallOutcome outcome)
    {
        lock (buffer)
        {
            _stopped = true;
            ReturnWhenUnused();
        }
    }

    /// <summary>An attempt that was given up may still be sending: the buffer goes back only when none is.</summary>
    private void ReturnWhenUnused()
    {
        if (_stopped && _sending == 0 && !_returned)
        {
            _returned = true;
            buffer.Dispose();
        }
    }

    private sealed class Content : HttpContent
    {
        private readonly SingleRequest _request;

        public Content(SingleRequest request)
        {
            _request = request;
            Headers.TryAddWithoutValidation("Content-Type", GrpcProtocol.ContentType);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
            => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            lock (_request.Buffer)
            {
                if (_request._stopped)
                {
                    throw new OperationCanceledException("The call has ended.");
                }

                _request._sending++;
            }

            try
            {
                await stream.WriteAsync(_request.Buffer.Written, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                lock (_request.Buffer)
                {
                    _request._sending--;
                    _request.ReturnWhenUnused();
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }

    private PooledBuffer Buffer => buffer;
}
