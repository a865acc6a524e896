using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>One server for all tests.</summary>
public sealed class RedisFixture : StoreFixture
{
    private RedisServer? _server;

    public RedisServer Server => _server ?? throw new InvalidOperationException("not started");

    protected override async Task StartAsync() => _server = await RedisServer.StartAsync();

    protected override async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private protected override Task<IScriptConnection> ConnectAsync() => Connections.OpenAsync([Server.Address]);
}

/// <summary>One cluster for all tests: three masters, three replicas.</summary>
public sealed class ClusterFixture : StoreFixture
{
    private RedisCluster? _cluster;

    private RedisCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    protected override async Task StartAsync() => _cluster = await RedisCluster.StartAsync();

    protected override async Task StopAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    private protected override Task<IScriptConnection> ConnectAsync() => Connections.OpenAsync(Cluster.Addresses, cluster: true);
}

[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisFixture>, ICollectionFixture<ClusterFixture>
{
    public const string Name = "Redis";
}
