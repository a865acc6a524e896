using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>One server for all tests of the collection.</summary>
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

    private protected override async Task<IScriptConnection> ConnectAsync() => await TestConnection.OpenAsync(Server.Port);
}

[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisFixture>
{
    public const string Name = "Redis";
}
