using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Server;

/// <content>
/// Bounds the time for which a peer that stops in the middle of a message, or stops taking what is sent, can hold the call's memory.
/// Between messages a stream may rest as long as it likes: Kestrel's pings find out whether the peer still lives.
/// </content>
internal sealed partial class HttpServerCall
{
    private StallTimer? _readStall;
    private StallTimer? _flushStall;
    private bool _isMessageAwaited;
    private bool _isMessageNew;

    /// <summary>Waits for more of the stream; a message that has begun must be whole within the stall timeout.</summary>
    private ValueTask<ReadResult> ReadMoreAsync(CancellationToken cancellationToken)
    {
        var begun = _frames.HasPartialMessage;
        if (begun != _isMessageAwaited || (begun && _isMessageNew))
        {
            WatchMessage(begun);
        }

        return _frames.ReadAsync(cancellationToken);
    }

    private void WatchMessage(bool begun)
    {
        lock (Gate)
        {
            _isMessageAwaited = begun;
            _isMessageNew = false;
            if (!begun)
            {
                _readStall?.Stop();
            }
            else if (!_ended)
            {
                _readStall ??= new StallTimer(Gate, Settings.StallTimeout, OnMessageStall);
                _readStall.Start();
            }
        }
    }

    /// <summary>Under the gate, as are the callbacks.</summary>
    private void WatchFlush()
    {
        _flushStall ??= new StallTimer(Gate, Settings.StallTimeout, OnFlushStall);
        _flushStall.Start();
    }

    private void OnMessageStall()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Log.PeerStalled(Settings.Logger, MethodCore);
        if (IsFlushPending)
        {
            Reset(GrpcProtocol.Http2Cancel);
            return;
        }

        WriteStatus(new Core.Status(StatusCode.Cancelled, "The request stalled inside a message."), _responseTrailers);
        _endedEarly = CompleteEarlyAsync();
    }

    private void OnFlushStall()
    {
        _ended = true;
        _clientGone = true;
        Log.PeerStalled(Settings.Logger, MethodCore);
        Reset(GrpcProtocol.Http2Cancel);
    }
}
