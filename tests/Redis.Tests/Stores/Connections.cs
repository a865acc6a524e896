using AiDesk.Policy.Service.Counters.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Stores;

internal static class Connections
{
    /// <summary>A connection of the service's own, once it is there.</summary>
    /// <param name="addresses"><c>host:port</c> of one server, or of the nodes of a cluster.</param>
    /// <param name="cluster">They are a cluster's.</param>
    public static async Task<IScriptConnection> OpenAsync(IEnumerable<string> addresses, bool cluster = false)
    {
        var options = new RedisOptions
        {
            Endpoints = [.. addresses.Select(address => RedisEndpoint.Parse(address)!.Value)],
            Cluster = cluster,
            ConnectDeadline = TimeSpan.FromSeconds(5),
        };
        var connection = RedisConnections.Open(options, new ConnectionMetrics(), NullLogger.Instance);
        await connection.ReadyAsync(CancellationToken.None);
        return connection;
    }
}
