using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

internal static partial class RedisStoreLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "Counters of {Tenant} got no answer: the script failed")]
    public static partial void ScriptFaulted(this ILogger log, Exception fault, string tenant);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "Counters of {Tenant} got an answer that is not our script's")]
    public static partial void ReplyMalformed(this ILogger log, string tenant);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "Counters of {Tenant} were begun anew, with {Rows} settles of the ledger")]
    public static partial void Rebuilt(this ILogger log, string tenant, long rows);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Warning, Message = "Counters of {Tenant} could not be rebuilt; the next call tries again")]
    public static partial void RebuildFailed(this ILogger log, Exception fault, string tenant);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Warning, Message = "Ended leases of {Tenant} could not be swept; the next call tries again")]
    public static partial void SweepFailed(this ILogger log, Exception fault, string tenant);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Error, Message = "A share could not be taken or given back")]
    public static partial void ShareFaulted(this ILogger log, Exception fault);
}
