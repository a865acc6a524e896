using AiDesk.Tests.Contract;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace AiDesk.Tests.Fixtures;

/// <summary>What a request can ask the service to do.</summary>
internal static class Behaviours
{
    public const string Throw = "throw";
    public const string Refuse = "refuse";
    public const string RichError = "rich";
    public const string Hang = "hang";
    public const string IgnoreDeadline = "deaf";
    public const string Metadata = "metadata";
    public const string SetStatus = "status";
    public const string Peer = "peer";

    public static async Task RunAsync(EchoRequest request, ServerCallContext context)
    {
        switch (request.Behaviour)
        {
            case Throw:
                throw new InvalidOperationException("secret detail");
            case Refuse:
                throw new RpcException(new Status((StatusCode)request.Count, request.Text), new Metadata { { "why", "because" } });
            case RichError:
                throw new Google.Rpc.Status
                {
                    Code = (int)StatusCode.FailedPrecondition,
                    Message = "rich",
                    Details = { Any.Pack(new ErrorInfo { Reason = "BECAUSE", Domain = "test" }) },
                }.ToRpcException();
            case Hang:
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
            case IgnoreDeadline:
                await DeafTo.Task;
                break;
            case Metadata:
                await EchoMetadataAsync(context);
                break;
            case Peer:
                context.ResponseTrailers.Add("x-peer", context.AuthContext.PeerIdentity.FirstOrDefault()?.Value ?? context.Peer);
                break;
            case SetStatus:
                context.Status = new Status((StatusCode)request.Count, request.Text);
                break;
        }
    }

    /// <summary>What a deaf method waits for.</summary>
    public static TaskCompletionSource DeafTo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        await context.WriteResponseHeadersAsync(headers);
    }
}
