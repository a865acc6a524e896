using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.Server;

/// <content>Ends the call exactly once, with a status.</content>
internal sealed partial class HttpServerCall
{
    private static readonly StringValues OkStatus = new("0");

    /// <summary>Guards the response: the method's writes, the end of the call and the deadline's timer.</summary>
    private readonly Lock _gate = new();

    private bool _ended;
    private bool _hasWritten;
    private Task? _endedEarly;

    /// <summary>What must have finished before the request is handed back to Kestrel; nothing when the call ended in order.</summary>
    public Task WaitForEndAsync()
    {
        lock (_gate)
        {
            return (_endedEarly, _pendingFlush) switch
            {
                (null, null) => Task.CompletedTask,
                ({ } ending, null) => ending,
                (null, { } flush) => flush,
                ({ } ending, { } flush) => Task.WhenAll(ending, flush),
            };
        }
    }

    /// <summary>Ends with the status that the method set, OK unless it did.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _ended = true;
                WriteStatus(StatusCore, _responseTrailers);
            }
        }

        StopTimers();
    }

    /// <summary>Ends with what an exception means.</summary>
    public void EndWith(Exception exception)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _ended = true;
                EndWithStatusOf(exception);
            }
        }

        StopTimers();
    }

    private void EndWithStatusOf(Exception exception)
    {
        if (exception is BrokenFrameException)
        {
            Log.MethodFailed(Settings.Logger, MethodCore, exception);
            Reset(GrpcProtocol.Http2InternalError);
            return;
        }

        var status = FaultStatus.Of(exception, this, _deadlineExceeded);
        if (exception is RpcException { Trailers.Count: > 0 } rpc)
        {
            foreach (var entry in rpc.Trailers)
            {
                ResponseTrailers.Add(entry);
            }
        }

        WriteStatus(status, _responseTrailers);
    }

    /// <summary>Under the gate: answers DEADLINE_EXCEEDED while the method still runs.</summary>
    private void EndAtDeadline()
    {
        _ended = true;
        if (IsFlushPending)
        {
            // The client does not take what was written; a status behind it would not arrive either.
            Reset(GrpcProtocol.Http2Cancel);
            return;
        }

        WriteStatus(DeadlineExceeded().Status, _responseTrailers);
        _endedEarly = CompleteEarlyAsync();
    }

    private async Task CompleteEarlyAsync()
    {
        try
        {
            await Http.Response.CompleteAsync();
            Http.Request.BodyReader.CancelPendingRead();
        }
        catch (Exception e)
        {
            // The client has gone meanwhile: there is nobody left to answer.
            Log.EndingFailed(Settings.Logger, MethodCore, e);
        }
    }

    private void Reset(int http2Code)
    {
        if (Http.Features.Get<IHttpResetFeature>() is { } reset)
        {
            reset.Reset(http2Code);
        }
        else
        {
            Http.Abort();
        }
    }

    private void WriteStatus(Core.Status status, Metadata? trailers)
    {
        // A refusal without a message is a single block of headers: "trailers-only".
        var response = Http.Response;
        var target = status.StatusCode != StatusCode.OK && !_hasWritten && !response.HasStarted ? response.Headers : Trailers;
        if (trailers is { Count: > 0 })
        {
            status = WriteTrailers(status, trailers, target);
        }

        if (status.StatusCode == StatusCode.OK)
        {
            target.GrpcStatus = OkStatus;
            return;
        }

        target.GrpcStatus = ((int)status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!string.IsNullOrEmpty(status.Detail))
        {
            target.GrpcMessage = StatusMessage.Encode(status.Detail);
        }
    }

    private static Core.Status WriteTrailers(Core.Status status, Metadata trailers, IHeaderDictionary target)
    {
        foreach (var entry in trailers)
        {
            if (MetadataHeaders.IsReserved(entry.Key) || !MetadataHeaders.CanSend(entry))
            {
                status = new Core.Status(StatusCode.Internal, $"The trailer '{entry.Key}' cannot be sent.");
                continue;
            }

            target.Append(entry.Key, MetadataHeaders.ValueOf(entry));
        }

        return status;
    }

    private void CheckRunning()
    {
        if (_ended)
        {
            throw new InvalidOperationException("The call has ended.");
        }
    }
}
