using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.Server;

/// <content>Ends the call exactly once, with a status.</content>
internal sealed partial class HttpServerCall
{
    private const int WatchedResponseSize = 32 * 1024;

    private static readonly StringValues OkStatus = new("0");

    /// <summary>
    /// Guards the response between the method's writes, its end, and the timers. Only there when there is more than one of them:
    /// a unary call without a deadline has nobody to share its response with.
    /// </summary>
    private Lock? _gate;

    /// <summary>Made while the call is still in one hand: before its method or its first timer starts.</summary>
    private Lock Gate => _gate ??= new Lock();

    private bool _ended;
    private bool _hasWritten;
    private int _responseSize;
    private Task? _endedEarly;

    /// <summary>
    /// Waits until the request can be handed back to Kestrel, which keeps what its output buffer holds (64 KiB) until the client takes it.
    /// What is larger is watched here until it fits, as a client that stops taking it would hold it for ever.
    /// </summary>
    public Task WaitForEndAsync()
        => _endedEarly ?? (IsFlushPending || _responseSize > WatchedResponseSize ? DeliverAsync() : Task.CompletedTask);

    private async Task DeliverAsync()
    {
        lock (Gate)
        {
            WatchFlush();
        }

        try
        {
            if (_pendingFlush is not null)
            {
                await _pendingFlush;
            }

            await Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone: what it did not take is dropped with its stream.
            Log.EndingFailed(Settings.Logger, MethodCore, e);
        }
        finally
        {
            lock (Gate)
            {
                _flushStall!.Dispose();
            }
        }
    }

    /// <summary>Writes the one response of a unary or client streaming call, which leaves together with the status that the method set.</summary>
    public void EndWith<T>(Marshaller<T> marshaller, T response)
    {
        if (_gate is null)
        {
            EndCore(marshaller, response);
        }
        else
        {
            lock (_gate)
            {
                EndCore(marshaller, response);
            }

            StopTimers();
        }
    }

    private void EndCore<T>(Marshaller<T> marshaller, T response)
    {
        if (!_ended)
        {
            _responseSize = WriteMessage(marshaller, response, WriteOptions);
            _ended = true;
            WriteStatus(StatusCore, _responseTrailers);
        }
    }

    /// <summary>Ends with the status that the method set, OK unless it did.</summary>
    public void End()
    {
        lock (Gate)
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
        lock (Gate)
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
        _batch?.Commit();

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
