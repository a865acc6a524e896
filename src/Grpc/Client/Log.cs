using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>What the client writes to its log.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The call credentials of {Method} were left out: the channel has no TLS.")]
    public static partial void CredentialsLeftOut(ILogger logger, string method);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "{Method} is tried again after attempt {Attempt} ended with {Status}.")]
    public static partial void Retrying(ILogger logger, string method, int attempt, Grpc.Core.StatusCode status);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "{Method} failed.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);
}
