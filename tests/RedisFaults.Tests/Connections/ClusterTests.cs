using AiDesk.Policy.Service.Counters.Redis.Resp;
using AiDesk.Redis.Harness;

namespace AiDesk.Policy.Service.RedisFaults.Connections;

/// <summary>A cluster that moves its slots about.</summary>
public sealed class ClusterTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly Counters.Redis.RedisScript Set = new("set", "redis.call('SET', KEYS[1], ARGV[1], 'EX', 60) return ARGV[1]");

    [Fact]
    public async Task RunAsync_KeysOfAllSlots_ReachTheirNodesFromOneSeed()
    {
        await using var driver = await Driver.OpenAsync($"redis://{cluster.Cluster.Addresses[4]}?cluster=true");

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => driver.RunAsync(Set, $"{i}", key: $"aidesk:{{tenant-{i}}}:k")));

        answers.ShouldBe(Enumerable.Range(0, 500).Select(i => $"{i}"));
    }

    [Fact]
    public async Task RunAsync_SlotThatMoves_FollowsAskAndMoved()
    {
        const string Tenant = "{moves}:k";
        var slot = HashSlot.Of("{moves}"u8);
        await using var driver = await Driver.OpenAsync($"redis://{cluster.Cluster.Addresses[0]}?cluster=true");
        await driver.RunAsync(Set, "before", key: Tenant);
        var from = await cluster.Cluster.MasterOfAsync(slot);
        var to = await cluster.Cluster.MasterOfAsync((slot + (HashSlot.Count / 3)) % HashSlot.Count);
        var (fromId, toId) = ((string)(await from.CommandAsync("CLUSTER", "MYID"))!, (string)(await to.CommandAsync("CLUSTER", "MYID"))!);
        await to.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", fromId);
        await from.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", toId);

        // Not there any more: the old node says ASK, and the new one does not know the script.
        await from.CommandAsync("DEL", Tenant);
        (await driver.RunAsync(Set, "asked", key: Tenant)).ShouldBe("asked");

        await to.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", toId);
        await from.CommandAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", toId);
        (await driver.RunAsync(Set, "moved", key: Tenant)).ShouldBe("moved");
        (await to.CommandAsync("GET", Tenant)).ShouldBe("moved");
    }
}

public sealed class ClusterFixture : IAsyncLifetime
{
    public RedisCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await RedisCluster.StartAsync();

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}
