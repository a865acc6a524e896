using AiDesk.Interop.Contract;
using Grpc.Core;

namespace AiDesk.Interop.Server;

/// <summary>Refuses a request that is not compressed as it says.</summary>
internal static class RequestCompression
{
    public static void Check(BoolValue? expected, ServerCallContext context)
    {
        var encoding = context.GetHttpContext().Request.Headers["grpc-encoding"].ToString();
        if (expected is { Value: true } && (encoding.Length == 0 || encoding == "identity"))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The request was expected to be compressed."));
        }
    }
}

/// <summary>How a response is to be written.</summary>
internal static class ResponseCompression
{
    public static WriteOptions Of(BoolValue? compressed) => compressed is { Value: true } ? WriteOptions.Default : new WriteOptions(WriteFlags.NoCompress);
}

/// <summary>Ends a call with the status that the request names.</summary>
internal static class StatusEcho
{
    public static void Throw(EchoStatus? status)
    {
        if (status is not null)
        {
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
        }
    }
}
