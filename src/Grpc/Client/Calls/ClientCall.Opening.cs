using System.Net;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <content>Makes attempts until one is answered or none may follow.</content>
internal sealed partial class ClientCall<TRequest, TResponse>
{
    /// <summary>The answer of the attempt that counts; null when the call has ended without a body to read.</summary>
    private async Task<HttpResponseMessage?> OpenAsync()
    {
        try
        {
            var credentials = await CallCredentialsRun.CollectAsync(_channel, _options.Credentials, _method, _clock.Token).ConfigureAwait(false);
            var attempts = new Attempts(_channel, _method, _options.IsWaitForReady);
            while (true)
            {
                var (response, outcome) = await AttemptAsync(attempts.Failed, credentials).ConfigureAwait(false);
                if (response is not null)
                {
                    attempts.Answered();
                    _requests.Commit();
                    Volatile.Write(ref _response, response);
                    if (_method.Type is MethodType.ServerStreaming or MethodType.DuplexStreaming)
                    {
                        _clock.OnEnded(static call => ((ClientCall<TRequest, TResponse>)call!).OnClock(), this);
                    }

                    return response;
                }

                if (Outcome is not null || _clock.Ended is not null || attempts.PauseAfter(outcome!, _requests.CanRepeat) is not { } pause)
                {
                    End(outcome!);
                    return null;
                }

                await _requests.LastContentEnded.ConfigureAwait(false);
                await Task.Delay(pause, _clock.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            End(CallOutcome.Of(e, _clock));
            return null;
        }
    }

    private async Task<(HttpResponseMessage? Response, CallOutcome? Outcome)> AttemptAsync(int failedAttempts, Metadata? credentials)
    {
        HttpResponseMessage? response = null;
        try
        {
            if (_clock.Ended is { } ended)
            {
                return (null, new CallOutcome(ended));
            }

            var request = RequestHeaders.Create(_channel, _method, _host, _clock, _requestEncoding, failedAttempts);
            request.Content = _requests.CreateContent();
            RequestHeaders.Add(request, _options.Headers);
            RequestHeaders.Add(request, credentials);
            response = await _channel.SendAsync(request, _clock.Token).ConfigureAwait(false);
            var refusal = Refusal(response);
            if (refusal is null)
            {
                return (response, null);
            }

            response.Dispose();
            return (null, refusal);
        }
        catch (Exception e)
        {
            response?.Dispose();
            Log.CallFailed(_channel.Logger, _method.FullName, e);
            return (null, CallOutcome.Of(e, _clock));
        }
    }

    /// <summary>Null for an answer whose body is to be read.</summary>
    private CallOutcome? Refusal(HttpResponseMessage response)
    {
        if (ReceivedMetadata.StatusOf(response.Headers) is { } trailersOnly)
        {
            return trailersOnly;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new CallOutcome(new Status(
                TransportFault.OfHttpStatus(response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}")) { HasResponse = true };
        }

        if (!GrpcProtocol.IsGrpc(response.Content.Headers.ContentType?.ToString()))
        {
            return new CallOutcome(new Status(
                StatusCode.Unknown, $"Bad gRPC response. Content type: {response.Content.Headers.ContentType}")) { HasResponse = true };
        }

        var encoding = response.Headers.NonValidated.TryGetValues(GrpcProtocol.EncodingHeader, out var values) ? values.ToString() : null;
        return _channel.Encodings.TryGet(encoding, out _responseEncoding)
            ? null
            : new CallOutcome(new Status(StatusCode.Internal, $"The response's grpc-encoding '{encoding}' is not supported.")) { HasResponse = true };
    }
}
