using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Server;

/// <content>
/// Bounds the time for which a peer that stops in the middle of a message, or stops taking what is sent, can hold the call's memory.
/// Between messages a stream may rest as long as it likes: Kestrel's pings find out whether the peer still lives.
/// </content>
internal sealed partial class HttpServerCall
{
    private Timer? _stallTimer;
    private bool _readStalls;
    private bool _isStallTimerRunning;

    /// <summary>Waits for more of the stream; a message that has begun must be whole within the stall timeout.</summary>
    private ValueTask<System.IO.Pipelines.ReadResult> ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (_frames.HasPartialMessage)
        {
            if (!_readStalls)
            {
                lock (Gate)
                {
                    _readStalls = true;
                    StartStallTimer();
                }
            }
        }
        else if (_readStalls)
        {
            lock (Gate)
            {
                _readStalls = false;
                StopStallTimer();
            }
        }

        return _frames.ReadAsync(cancellationToken);
    }

    private void StartStallTimer()
    {
        if (_isStallTimerRunning || _ended)
        {
            return;
        }

        _isStallTimerRunning = true;
        _stallTimer ??= new Timer(static state => ((HttpServerCall)state!).OnStall(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stallTimer.Change(Settings.StallTimeout, Timeout.InfiniteTimeSpan);
    }

    private void StopStallTimer()
    {
        if (_isStallTimerRunning && !_readStalls && !IsFlushPending)
        {
            _isStallTimerRunning = false;
            _stallTimer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnStall()
    {
        lock (Gate)
        {
            if (_ended || !_isStallTimerRunning)
            {
                return;
            }

            _ended = true;
            _clientGone = true;
            Log.PeerStalled(Settings.Logger, MethodCore);
            if (IsFlushPending)
            {
                Reset(GrpcProtocol.Http2Cancel);
                return;
            }

            WriteStatus(new Core.Status(StatusCode.Cancelled, "The request stalled inside a message."), _responseTrailers);
            _endedEarly = CompleteEarlyAsync();
        }
    }
}
