using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>How a call, or one attempt of it, ended.</summary>
internal sealed record CallOutcome(Status Status)
{
    public Metadata Trailers { get; init; } = [];

    /// <summary>Whether the server answered, if only with a status.</summary>
    public bool HasResponse { get; init; }

    /// <summary>Whether no connection could be made, so that the server has not seen the call.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>Whether the server refused the stream before looking at it, as it does beyond its limit of streams.</summary>
    public bool IsRefused { get; init; }

    public bool IsOk => Status.StatusCode == StatusCode.OK;

    /// <summary>What an exception on the way means.</summary>
    public static CallOutcome Of(Exception exception, CallClock clock)
    {
        if (exception is RpcException rpc)
        {
            return new CallOutcome(rpc.Status) { Trailers = rpc.Trailers };
        }

        if (clock.Ended is { } ended)
        {
            return new CallOutcome(new Status(ended.StatusCode, ended.Detail, exception));
        }

        return TransportFault.ToOutcome(exception);
    }

    public Exception ToException(bool throwCanceled)
    {
        var failure = new RpcException(Status, Trailers);
        return throwCanceled && (Status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
            ? new OperationCanceledException(failure.Message, failure)
            : failure;
    }
}
