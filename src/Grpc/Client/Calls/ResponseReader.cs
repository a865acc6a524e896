using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>The responses of a stream as the caller reads them.</summary>
internal sealed class ResponseReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private TResponse? _current;
    private Task<bool> _last = True;

    public TResponse Current => _current ?? throw new InvalidOperationException("No response is current: call MoveNext first, and only while it returns true.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        if (!_last.IsCompleted)
        {
            return Task.FromException<bool>(new InvalidOperationException("Can't read the next message because the previous read is in progress."));
        }

        _current = null;
        return call.TryTakeBuffered(out _current) ? True : _last = WaitAsync(cancellationToken);
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        _current = await call.ReceiveNextAsync(cancellationToken).ConfigureAwait(false);
        return _current is not null;
    }
}
