using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.Server;

/// <summary>The status that an exception ends a call with.</summary>
internal static class FaultStatus
{
    public static Core.Status Of(Exception exception, HttpServerCall call, bool deadlineExceeded)
    {
        switch (exception)
        {
            case RpcException rpc when rpc.StatusCode != StatusCode.OK:
                return rpc.Status;
            case not RpcException when deadlineExceeded:
                return new Core.Status(StatusCode.DeadlineExceeded, "Deadline Exceeded", exception);
            case OperationCanceledException or IOException when call.Http.RequestAborted.IsCancellationRequested:
                return new Core.Status(StatusCode.Cancelled, "The client cancelled the call or went away.", exception);
            case BadHttpRequestException bad:
                return new Core.Status(
                    bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? StatusCode.ResourceExhausted : StatusCode.Internal, bad.Message, bad);
            default:
                Log.MethodFailed(call.Settings.Logger, call.Method, exception);
                return new Core.Status(
                    StatusCode.Unknown,
                    call.Settings.DetailedErrors
                        ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
                        : "Exception was thrown by handler.",
                    exception);
        }
    }
}
