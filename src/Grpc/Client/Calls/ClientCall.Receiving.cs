using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <content>Reads responses and the status behind them.</content>
internal sealed partial class ClientCall<TRequest, TResponse>
{
    private FrameBuffer _frames;
    private PipeReader? _body;
    private HttpResponseMessage? _response;
    private ICompressionProvider? _responseEncoding;

    /// <summary>The one response of a unary or client streaming call. Throws unless the status is OK.</summary>
    public async Task<TResponse> ReceiveSingleAsync()
    {
        var message = await ReceiveNextAsync(CancellationToken.None).ConfigureAwait(false);
        if (message is not null && await ReceiveNextAsync(CancellationToken.None).ConfigureAwait(false) is not null)
        {
            Finish(new CallOutcome(WireFault.MoreThanOneMessage().Status));
            Close();
            throw Failure();
        }

        return message ?? throw new RpcException(WireFault.NoMessage().Status, Outcome!.Trailers);
    }

    /// <summary>A response that has already arrived.</summary>
    public bool TryTakeBuffered(out TResponse? message)
    {
        message = null;
        if (_body is null || Outcome is not null)
        {
            return false;
        }

        try
        {
            return TryTake(out message);
        }
        catch (Exception e)
        {
            // The next wait throws what ended the call.
            End(CallOutcome.Of(e, _clock));
            return false;
        }
    }

    /// <summary>The next response, null at the end of a call that ended well. Throws what else ended it.</summary>
    public async Task<TResponse?> ReceiveNextAsync(CancellationToken cancellationToken)
    {
        using var cancellation = cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static clock => ((CallClock)clock!).Cancel(), _clock)
            : default;
        try
        {
            await _opened.ConfigureAwait(false);
            while (Outcome is null)
            {
                Attach();
                if (TryTake(out var message))
                {
                    return message;
                }

                if (_frames.IsCompleted)
                {
                    _frames.CheckEnd();
                    EndWithTrailers();
                    break;
                }

                var result = await _frames.ReadAsync(_clock.Token).ConfigureAwait(false);
                _frames.Hold(result);
            }
        }
        catch (Exception e)
        {
            End(CallOutcome.Of(e, _clock));
        }

        return Outcome is { IsOk: true } ? null : throw Failure();
    }

    private bool TryTake(out TResponse? message)
    {
        if (!_frames.TryTake(out var frame))
        {
            message = null;
            return false;
        }

        message = Decode(frame);
        return true;
    }

    private TResponse Decode(in Frame frame)
    {
        var deserializer = _method.ResponseMarshaller.ContextualDeserializer;
        if (!frame.IsCompressed)
        {
            return PayloadReading.Read(deserializer, frame.Payload);
        }

        using var inflated = MessageCompression.Inflate(_responseEncoding, frame.Payload, _channel.Options.MaxReceiveMessageSize);
        return PayloadReading.Read(deserializer, new ReadOnlySequence<byte>(inflated.Written));
    }

    private void Attach()
    {
        if (_body is null)
        {
#pragma warning disable MA0040, VSTHRD002 // the content is a stream that is there already
            var stream = _response!.Content.ReadAsStream(CancellationToken.None);
#pragma warning restore MA0040, VSTHRD002
            _body = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, useZeroByteReads: false));
            _frames = new FrameBuffer(_body, _channel.Options.MaxReceiveMessageSize);
        }
    }

    private void EndWithTrailers()
    {
        var outcome = ReceivedMetadata.StatusOf(_response!.TrailingHeaders)
            ?? new CallOutcome(new Status(StatusCode.Unknown, "The response ended without a grpc-status.")) { HasResponse = true };
        End(outcome);
    }

    /// <summary>Ends the call and lets go of its stream.</summary>
    private void End(CallOutcome outcome)
    {
        Finish(outcome);
        Close();
    }

    private void Close()
    {
        lock (_gate)
        {
            _frames.Release();
            _body?.Complete();
            _response?.Dispose();
            _clock.Stop();
        }
    }
}
