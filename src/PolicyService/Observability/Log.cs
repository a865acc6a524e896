using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service;

/// <summary>Every line that the service logs, numbered. No line holds text of a person.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Rpc} failed inside and was denied: decision {DecisionId}: {Fault}")]
    public static partial void CheckFailed(this ILogger log, string rpc, Guid decisionId, string fault);

    [LoggerMessage(2, LogLevel.Error, "A call failed inside: {Method}: {Fault}")]
    public static partial void CallFailed(this ILogger log, string method, string fault);

    [LoggerMessage(3, LogLevel.Information, "gRPC on {GrpcAddress}, HTTP on {HttpAddress}, {Tenants} tenants")]
    public static partial void Serving(this ILogger log, string grpcAddress, string httpAddress, int tenants);

    [LoggerMessage(4, LogLevel.Warning, "A decision could not be recorded and was denied: {DecisionId}")]
    public static partial void RecordingUnavailable(this ILogger log, Guid decisionId);

    [LoggerMessage(5, LogLevel.Warning, "Policy of {Tenant} was not taken over: {Problem}")]
    public static partial void PolicyRefused(this ILogger log, string tenant, string problem);

    [LoggerMessage(6, LogLevel.Information, "Policy of {Tenant} is now version {Version}")]
    public static partial void PolicyTaken(this ILogger log, string tenant, string version);

    [LoggerMessage(7, LogLevel.Warning, "Policy of {Tenant}: {Warning}")]
    public static partial void PolicyWarning(this ILogger log, string tenant, string warning);

    [LoggerMessage(8, LogLevel.Warning, "Policy of {Tenant} is gone: its calls are refused")]
    public static partial void PolicyRemoved(this ILogger log, string tenant);

    [LoggerMessage(9, LogLevel.Warning, "A notification could not be delivered: {Kind} {Target}, decision {DecisionId}: {Problem}")]
    public static partial void NotificationFailed(this ILogger log, string kind, string target, Guid decisionId, string problem);

    [LoggerMessage(10, LogLevel.Warning, "There is no room for another review of {Tenant}: decision {DecisionId} went on without one, degraded")]
    public static partial void ReviewNotOpened(this ILogger log, string tenant, Guid decisionId);

    [LoggerMessage(11, LogLevel.Warning, "Records that are no longer kept could not be deleted: {Problem}")]
    public static partial void RetentionFailed(this ILogger log, string problem);

    [LoggerMessage(12, LogLevel.Warning, "Records wait in the journal, their sink does not take them: {Problem}")]
    public static partial void SinkDown(this ILogger log, string problem);

    [LoggerMessage(13, LogLevel.Information, "The sink takes records again; {Waiting} wait")]
    public static partial void SinkUp(this ILogger log, long waiting);

    [LoggerMessage(14, LogLevel.Error, "Records cannot be taken, such decisions are denied: {Problem}")]
    public static partial void JournalDown(this ILogger log, string problem);

    [LoggerMessage(15, LogLevel.Warning, "Calls should not come here: {Problem}")]
    public static partial void NotReady(this ILogger log, string problem);

    [LoggerMessage(16, LogLevel.Information, "Calls may come here again")]
    public static partial void ReadyAgain(this ILogger log);

    [LoggerMessage(17, LogLevel.Information, "Stopping: {InFlight} calls are in flight")]
    public static partial void Stopping(this ILogger log, int inFlight);

    [LoggerMessage(18, LogLevel.Warning, "Calls are shed: {InFlight} are in flight, the limit is {Limit}")]
    public static partial void Shedding(this ILogger log, int inFlight, int limit);

    [LoggerMessage(19, LogLevel.Error, "A stream broke off, and no decision was made on what of it has left: {Fault}")]
    public static partial void BrokenStreamNotDecided(this ILogger log, string fault);
}
