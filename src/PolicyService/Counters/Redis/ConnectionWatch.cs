using AiDesk.Policy.Service.Counters.Redis.Resp;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Says once that a server came or went, and never once per call.</summary>
internal sealed class ConnectionWatch(ConnectionMetrics metrics, ILogger log)
{
    public ConnectionMetrics Metrics => metrics;

    public void Changed(RespNode node, ScriptConnectionState state)
    {
        metrics.Changed(state);
        if (state == ScriptConnectionState.Up)
        {
            log.RedisUp(node.Endpoint);
        }
        else
        {
            log.RedisDown(node.Endpoint, node.Fault);
        }
    }
}
