using System.Globalization;

namespace AiDesk.Redis.Harness;

/// <summary>
/// A Redis Cluster of three masters with a replica each, on loopback: node timeout 1.5 s, diskless sync without delay. Started when all slots are served,
/// every node says so, and every replica is in step with its master.
/// </summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;
    private const int Slots = 16_384;

    private readonly RedisServer[] _nodes;

    private RedisCluster(RedisServer[] nodes) => _nodes = nodes;

    /// <summary>First the masters that were, then their replicas in the same order.</summary>
    public IReadOnlyList<RedisServer> Nodes => _nodes;

    /// <summary><c>host:port</c> of every node.</summary>
    public IReadOnlyList<string> Addresses => [.. _nodes.Select(node => node.Address)];

    public static async Task<RedisCluster> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var nodes = new List<RedisServer>();
            try
            {
                await StartNodesAsync(nodes);
                await JoinAsync(nodes);
                return new RedisCluster([.. nodes]);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await StopAsync(nodes);
            }
        }
    }

    /// <summary>The node that is a master now and serves the slot.</summary>
    public async Task<RedisServer> MasterOfAsync(int slot)
    {
        foreach (var node in _nodes.Where(node => node.IsRunning))
        {
            var ranges = (object?[])(await node.CommandAsync("CLUSTER", "SLOTS"))!;
            foreach (var range in ranges.Cast<object?[]>())
            {
                if ((long)range[0]! <= slot && slot <= (long)range[1]!)
                {
                    var port = (long)((object?[])range[2]!)[1]!;
                    return _nodes.First(other => other.Port == port);
                }
            }
        }

        throw new InvalidOperationException($"no node serves slot {slot}");
    }

    /// <summary>Waits until every running node says that the cluster is whole, and every replica that its master is there.</summary>
    public Task<TimeSpan> WholeAsync() => Eventually.TrueAsync(
        async () =>
        {
            foreach (var node in _nodes.Where(node => node.IsRunning))
            {
                if (!await IsInOrderAsync(node))
                {
                    return false;
                }
            }

            return true;
        },
        "the cluster is whole");

    public async ValueTask DisposeAsync() => await StopAsync(_nodes);

    private static async Task StopAsync(IEnumerable<RedisServer> nodes)
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static async Task StartNodesAsync(List<RedisServer> nodes)
    {
        var ports = FreePorts.Take(Masters * 4);
        for (var i = 0; i < Masters * 2; i++)
        {
            nodes.Add(await RedisServer.StartNodeAsync(ports[i],
            [
                "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf", "--cluster-node-timeout", "1500",
                "--cluster-port", ports[i + (Masters * 2)].ToString(CultureInfo.InvariantCulture),
            ]));
        }
    }

    private static async Task JoinAsync(List<RedisServer> nodes)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            await nodes[i].CommandAsync("CLUSTER", "SET-CONFIG-EPOCH", Text(i + 1));
            if (i < Masters)
            {
                await nodes[i].CommandAsync("CLUSTER", "ADDSLOTSRANGE", Text(Slots * i / Masters), Text((Slots * (i + 1) / Masters) - 1));
            }
        }

        foreach (var node in nodes.Skip(1))
        {
            var bus = (string)((object?[])(await node.CommandAsync("CONFIG", "GET", "cluster-port"))!)[1]!;
            await nodes[0].CommandAsync("CLUSTER", "MEET", "127.0.0.1", Text(node.Port), bus);
        }

        foreach (var node in nodes)
        {
            await Eventually.TrueAsync(async () => KnownNodes(await node.CommandAsync("CLUSTER", "INFO")) == nodes.Count, "every node knows the others");
        }

        for (var i = 0; i < Masters; i++)
        {
            var master = (string)(await nodes[i].CommandAsync("CLUSTER", "MYID"))!;
            await nodes[i + Masters].CommandAsync("CLUSTER", "REPLICATE", master);
        }

        await new RedisCluster([.. nodes]).WholeAsync();
    }

    private static async Task<bool> IsInOrderAsync(RedisServer node)
    {
        var info = (string)(await node.CommandAsync("CLUSTER", "INFO"))!;
        return info.Contains("cluster_state:ok", StringComparison.Ordinal)
            && (await node.InfoAsync("replication", "role") == "master" || await node.InfoAsync("replication", "master_link_status") == "up");
    }

    private static int KnownNodes(object? info)
    {
        const string Name = "cluster_known_nodes:";
        var line = ((string)info!).Split("\r\n").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return int.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
