using Grpc.Core;
using Grpc.Text;

namespace Grpc.Server;

/// <summary>The requests of a stream as the method reads them. What has already arrived is handed out without waiting or allocating.</summary>
internal sealed class RequestStream<T>(HttpServerCall call, Marshaller<T> marshaller, TextCheck? text) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> True = Task.FromResult(true);
    private static readonly Task<bool> False = Task.FromResult(false);

    private T? _current;
    private Exception? _fault;
    private bool _ended;

    public T Current => _current ?? throw new InvalidOperationException("No request is current: call MoveNext first, and only while it returns true.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        if (_fault is not null)
        {
            return Task.FromException<bool>(_fault);
        }

        try
        {
            return TryMove() ? True : _ended ? False : WaitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            return Task.FromException<bool>(_fault = e);
        }
    }

    private bool TryMove()
    {
        _current = null;
        return !_ended && call.TryReadStream(marshaller, text, out _current, out _ended);
    }

    private Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        // The method goes on inside of SetResult, on purpose: when it comes back it waits for something, and what it wrote can be sent.
        var waiting = new TaskCompletionSource<bool>();
        _ = CompleteAsync(waiting, cancellationToken);
        return waiting.Task;
    }

    private async Task CompleteAsync(TaskCompletionSource<bool> waiting, CancellationToken cancellationToken)
    {
        bool found;
        try
        {
            do
            {
                await call.WaitForRequestAsync(cancellationToken);
                found = TryMove();
            }
            while (!found && !_ended);
        }
        catch (Exception e)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _fault = e;
            }

            waiting.SetException(e);
            return;
        }

        call.EnterSegment();
        waiting.SetResult(found);
        call.LeaveSegment();
    }
}
