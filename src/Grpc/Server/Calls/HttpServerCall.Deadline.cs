using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Server;

/// <content>When the call must end: at its deadline, or when the client goes away.</content>
internal sealed partial class HttpServerCall
{
    /// <summary>The longest time that a timer takes; a later deadline is as good as none.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private DateTime _deadline = DateTime.MaxValue;
    private Timer? _deadlineTimer;
    private CancellationTokenSource? _cancellation;
    private bool _deadlineExceeded;

    protected override DateTime DeadlineCore => _deadline;

    protected override CancellationToken CancellationTokenCore
    {
        get
        {
            if (_deadlineTimer is null && !_deadlineExceeded)
            {
                return Http.RequestAborted;
            }

            lock (Gate)
            {
                if (_cancellation is null)
                {
                    _cancellation = CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted);
                    if (_deadlineExceeded)
                    {
                        _cancellation.Cancel();
                    }
                }

                return _cancellation.Token;
            }
        }
    }

    /// <summary>Reads <c>grpc-timeout</c> and starts the clock. Throws a status when it is malformed or has run out.</summary>
    private void StartDeadline()
    {
        var text = Http.Request.Headers.GrpcTimeout;
        if (text.Count == 0)
        {
            return;
        }

        if (!GrpcTimeout.TryParse(text.ToString(), out var timeout))
        {
            throw new RpcException(new Core.Status(StatusCode.Internal, "grpc-timeout is malformed."));
        }

        var now = DateTime.UtcNow;
        _deadline = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        if (timeout <= TimeSpan.Zero)
        {
            _deadlineExceeded = true;
            throw DeadlineExceeded();
        }

        if (timeout < LongestTimer)
        {
            _gate = new Lock();
            _deadlineTimer = new Timer(static state => ((HttpServerCall)state!).OnDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _deadlineTimer.Change(timeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Answers at once, even if the method does not listen to its token, and then tells the method.</summary>
    private void OnDeadline()
    {
        CancellationTokenSource? cancellation;
        lock (Gate)
        {
            if (_ended)
            {
                return;
            }

            _deadlineExceeded = true;
            cancellation = _cancellation;
            EndAtDeadline();
        }

        try
        {
            cancellation?.Cancel();
        }
        catch (Exception e) when (e is AggregateException or ObjectDisposedException)
        {
            // What the method registered on its token is the method's own; the call has been answered.
            Log.CancellationCallbackFailed(Settings.Logger, MethodCore, e);
        }
    }

    private void StopTimers()
    {
        _deadlineTimer?.Dispose();
        _readStall?.Dispose();
        _cancellation?.Dispose();
    }

    private static RpcException DeadlineExceeded() => new(new Core.Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"));
}
