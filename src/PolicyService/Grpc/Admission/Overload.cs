using System.Globalization;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace AiDesk.Policy.Service.Grpc.Admission;

/// <summary>RESOURCE_EXHAUSTED with the time after which to try again, in <c>google.rpc.RetryInfo</c> and for clients that retry by themselves in <c>grpc-retry-pushback-ms</c>.</summary>
internal static class Overload
{
    /// <summary>Least time until the next attempt, milliseconds.</summary>
    public const int LeastPauseMs = 50;

    /// <summary>Greatest; what is refused together is told different times between, so that it does not come back together.</summary>
    public const int GreatestPauseMs = 250;

    private const string PushbackTrailer = "grpc-retry-pushback-ms";

    // Prime to the span: every time between is told before one is told again.
    private const int Stride = 67;

    private static uint _refused;

    public static RpcException Refusal()
    {
        var pause = LeastPauseMs + (int)(Interlocked.Increment(ref _refused) * Stride % (GreatestPauseMs - LeastPauseMs + 1));
        const string Message = "the service has as many calls in flight as it takes, and the tenant its share of them";
        var info = new ErrorInfo { Domain = RpcErrors.Domain, Reason = WireNames.Of(ErrorReason.Overloaded) };
        var retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(pause)) };
        var fault = new RpcStatus { Code = (int)StatusCode.ResourceExhausted, Message = Message, Details = { Any.Pack(info), Any.Pack(retry) } }.ToRpcException();
        fault.Trailers.Add(PushbackTrailer, pause.ToString(CultureInfo.InvariantCulture));
        return fault;
    }
}
