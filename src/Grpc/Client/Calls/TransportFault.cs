using System.Net;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>The status of a call that the transport ended: by an HTTP status, a reset of its stream, or a broken connection.</summary>
internal static class TransportFault
{
    public static CallOutcome ToOutcome(Exception exception)
    {
        if (Find<HttpProtocolException>(exception) is { } protocol)
        {
            return new CallOutcome(new Status(OfHttp2Error(protocol.ErrorCode), $"The server reset the call: {protocol.Message}", exception))
            {
                IsRefused = protocol.ErrorCode == GrpcProtocol.Http2RefusedStream,
            };
        }

        if (exception is HttpRequestException request)
        {
            var unsent = request.HttpRequestError
                is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            return new CallOutcome(new Status(StatusCode.Unavailable, $"Error starting gRPC call. {Messages(exception)}", exception))
            {
                IsUnsent = unsent,

                // HttpClient repeats what a server refused to process, three times, and then says only that the request was aborted: without a cause.
                IsRefused = request is { HttpRequestError: HttpRequestError.Unknown, InnerException: null, StatusCode: null },
            };
        }

        return exception is IOException
            ? new CallOutcome(new Status(StatusCode.Unavailable, $"The connection failed. {Messages(exception)}", exception))
            : new CallOutcome(new Status(StatusCode.Internal, $"The call failed. {Messages(exception)}", exception));
    }

    /// <summary>The mapping of gRPC's document on HTTP statuses.</summary>
    public static StatusCode OfHttpStatus(HttpStatusCode status)
        => status switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };

    /// <summary>
    /// The mapping of gRPC's HTTP/2 document, "Errors", but for NO_ERROR: HttpClient reports the end of a connection like the reset of a stream, and a
    /// stream is reset with NO_ERROR only behind a whole answer (RFC 9113, 8.1). What comes here with it is a server that went away.
    /// </summary>
    private static StatusCode OfHttp2Error(long code)
        => code switch
        {
            GrpcProtocol.Http2NoError or GrpcProtocol.Http2RefusedStream => StatusCode.Unavailable,
            GrpcProtocol.Http2Cancel => StatusCode.Cancelled,
            GrpcProtocol.Http2EnhanceYourCalm => StatusCode.ResourceExhausted,
            GrpcProtocol.Http2InadequateSecurity => StatusCode.PermissionDenied,
            _ => StatusCode.Internal,
        };

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }

    private static string Messages(Exception exception)
        => exception.InnerException is { } inner ? $"{exception.Message} {Messages(inner)}" : $"{exception.GetType().Name}: {exception.Message}";
}
