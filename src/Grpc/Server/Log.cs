using Microsoft.Extensions.Logging;

namespace Grpc.Server;

/// <summary>What the server writes to its log.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The method {Method} failed.")]
    public static partial void MethodFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "The end of a call of {Method} could not be sent.")]
    public static partial void EndingFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "A cancellation callback of {Method} failed.")]
    public static partial void CancellationCallbackFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "A request for {Path} is no gRPC: {Why}")]
    public static partial void NotGrpc(ILogger logger, string path, string why);

    [LoggerMessage(EventId = 5, Level = LogLevel.Debug, Message = "A peer of {Method} stalled and was reset.")]
    public static partial void PeerStalled(ILogger logger, string method);
}
