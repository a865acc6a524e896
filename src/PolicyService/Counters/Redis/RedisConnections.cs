using AiDesk.Policy.Service.Counters.Redis.Resp;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Makes the connection that the options ask for. It begins to connect at once and never stops trying.</summary>
internal static class RedisConnections
{
    public static IRedisConnection Open(RedisOptions options, ConnectionMetrics metrics, ILogger log)
    {
        var watch = new ConnectionWatch(metrics, log);
        return options.Cluster ? new ClusterConnection(options, watch) : new ServerConnection(options, watch);
    }
}
