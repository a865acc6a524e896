using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Lines about Redis, numbered from 40. None holds a key, a value or a password.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(40, LogLevel.Information, "Redis {Endpoint} is up: counters are shared")]
    public static partial void RedisUp(this ILogger log, RedisEndpoint endpoint);

    [LoggerMessage(41, LogLevel.Warning, "Redis {Endpoint} is down, each limit's outage rule holds: {Fault}")]
    public static partial void RedisDown(this ILogger log, RedisEndpoint endpoint, string fault);
}
