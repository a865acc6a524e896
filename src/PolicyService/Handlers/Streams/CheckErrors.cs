using Grpc.Core;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>What an RPC would have ended with, as the answer of one check of a stream.</summary>
internal static class CheckErrors
{
    public static Wire.CheckStreamResponse Answer(string correlationId, RpcException fault)
    {
        var error = new Wire.CheckError { Code = (int)fault.StatusCode, Message = fault.Status.Detail };
        if (fault.GetRpcStatus(ignoreParseError: true) is { } status)
        {
            error.Details.AddRange(status.Details);
        }

        return new Wire.CheckStreamResponse { CorrelationId = correlationId, Error = error };
    }
}
