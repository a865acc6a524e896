using Microsoft.Extensions.Logging;

namespace AiDesk.Agent;

/// <summary>Lines that the desk's edge logs, numbered from 1000. No line holds text of a person.</summary>
internal static partial class DeskLog
{
    [LoggerMessage(1000, LogLevel.Information, "Desk: pages and JSON on {HttpAddress}, gRPC on {GrpcAddress}")]
    public static partial void Serving(this ILogger log, string httpAddress, string grpcAddress);

    [LoggerMessage(1001, LogLevel.Error, "A call failed inside: {Method}: {Fault}")]
    public static partial void CallFailed(this ILogger log, string method, string fault);
}
