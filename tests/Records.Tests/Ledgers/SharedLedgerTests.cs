using AiDesk.CommandLine;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Redis.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Policy.Service.RecordsTests.Ledgers;

/// <summary>Two replicas with one Redis and one PostgreSQL: spend outlives Redis' memory, and `aidesk verify ledger` says whether it did.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedLedgerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly long WindowEnd = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds();

    private readonly ConnectionMetrics _metrics = new();
    private RedisServer _redis = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _database = await postgres.Server.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        _metrics.Dispose();
    }

    [Fact]
    public async Task OpenAsync_RedisLostItsMemory_HasTheSpendOfEveryReplicaAgain()
    {
        await using var first = await Replica.StartAsync(this);
        await using var second = await Replica.StartAsync(this);
        await first.Store.OpenAsync("acme", CancellationToken.None);
        var again = await first.CommitAsync("acme", "daily", 100, 30);
        await first.CommitAsync("acme", "daily", 20, null);
        await second.CommitAsync("acme", "daily", 10, 7);
        await second.CommitAsync("globex", "daily", 5, 5);
        await first.Recording.DrainedAsync();
        await second.Recording.DrainedAsync();
        (await VerifyAsync("--all")).ShouldBe((0, "acme daily credits WINDOW: ledger 57, Redis 57: agree\nglobex daily credits WINDOW: ledger 5, Redis 5: agree\n2 budgets compared, 0 differ.\n"));

        await _redis.CommandAsync("FLUSHALL");
        (await VerifyAsync()).ShouldBe(
            (1, "acme daily credits WINDOW: ledger 57, Redis nothing: Redis has forgotten 57\nglobex daily credits WINDOW: ledger 5, Redis nothing: Redis has forgotten 5\n2 budgets compared, 2 differ.\n"));

        await first.Store.OpenAsync("acme", CancellationToken.None);
        await second.Store.OpenAsync("globex", CancellationToken.None);
        (await VerifyAsync()).ShouldBe((0, "2 budgets compared, 0 differ.\n"));

        // A caller that settles once more is told the same as before, and nothing is counted twice.
        (await first.Store.SettleAsync(again, SettleAction.Commit, new Amount[] { new("credits", 30) }, 0, CancellationToken.None)).State.ShouldBe(SettleState.Repeated);
        (await VerifyAsync("--tenant", "acme")).ShouldBe((0, "1 budgets compared, 0 differ.\n"));
    }

    [Fact]
    public async Task Verify_RedisHasMore_SaysHowMuch()
    {
        await using var replica = await Replica.StartAsync(this);
        await replica.Store.OpenAsync("acme", CancellationToken.None);
        await replica.CommitAsync("acme", "daily", 100, 30);
        await replica.Recording.DrainedAsync();
        var key = (await KeysAsync()).Single(name => name.Contains(":budget:", StringComparison.Ordinal));
        await _redis.CommandAsync("HINCRBY", key, "c", "12");

        (await VerifyAsync()).ShouldBe((1, "acme daily credits WINDOW: ledger 30, Redis 42: Redis has 12 more\n1 budgets compared, 1 differ.\n"));
    }

    /// <summary>Nothing is rebuilt from a part: what other replicas have spent is in PostgreSQL alone.</summary>
    [Fact]
    public async Task OpenAsync_PostgresIsAway_DoesNotOpenTheBudgets()
    {
        await using var replica = await Replica.StartAsync(this, $"Host=/nowhere-{Guid.NewGuid():N};Username=nobody");
        await replica.CommitAsync("acme", "daily", 10, 10);
        await _redis.CommandAsync("FLUSHALL");

        await Should.ThrowAsync<IOException>(() => replica.Store.OpenAsync("acme", CancellationToken.None));

        (await KeysAsync()).ShouldBeEmpty("no epoch was installed, so that every decision still finds the tenant cold");
    }

    [Fact]
    public async Task Verify_LocalLedger_ComparesThatOfTheStateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-ledger-").FullName;
        using (var ledger = new LocalLedger(folder, 0))
        {
            ledger.Append(LedgerRow.Of(Held("acme", "daily", 9), [], 0));
            (await RunAsync("verify", "ledger", "--redis", "redis://" + _redis.Address, "--state-dir", folder)).Output.ShouldContain("Redis has forgotten 9");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("verify ledger --redis redis://127.0.0.1:1 --state-dir nowhere --tenant acme", 0)]
    [InlineData("verify ledger", 2)]
    [InlineData("verify ledger --redis nonsense", 2)]
    [InlineData("verify ledger --redis redis://127.0.0.1:1 --postgres Host=/nowhere;Username=x", 3)]
    public async Task Verify_WhatCannotBeCompared_HasItsExitStatus(string line, int status)
    {
        // With an empty ledger nothing is asked of Redis.
        (await RunAsync(line.Split(' '))).Status.ShouldBe(status);
    }

    private static Reservation Held(string tenant, string budget, long held) =>
        new(Guid.CreateVersion7(), tenant, 0, [new HeldBudget(budget, "", "credits", 0, WindowEnd, held, 1000)]);

    private async Task<string[]> KeysAsync() => [.. ((object?[])(await _redis.CommandAsync("KEYS", "*"))!).Select(name => (string)name!)];

    private async Task<(int Status, string Output)> VerifyAsync(params string[] further)
    {
        var (status, output) = await RunAsync(["verify", "ledger", "--redis", "redis://" + _redis.Address, "--postgres", _database, .. further]);
        return (status, System.Text.RegularExpressions.Regex.Replace(output, "1970-01-01T00:00:00Z to [^ ]+Z", "WINDOW", System.Text.RegularExpressions.RegexOptions.NonBacktracking));
    }

    private static async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var status = await Entry.RunAsync(arguments, output, error);
        return (status, output.ToString());
    }

    /// <summary>One replica: its own state folder, connections and counters.</summary>
    private sealed class Replica : IAsyncDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-replica-").FullName;
        private readonly PostgresDatabase _connections;
        private readonly IRedisConnection _redis;
        private readonly LocalLedger _local;

        private Replica(SharedLedgerTests tests, string database)
        {
            _connections = new PostgresDatabase(database);
            _redis = RedisConnections.Open(RedisUrl.Parse("redis://" + tests._redis.Address, out _)!, tests._metrics, NullLogger.Instance);
            _local = new LocalLedger(_folder, 0);
            Recording = new Recording(new PostgresRecordSink(_connections, TimeProvider.System), _folder);
            Store = new RedisCounterStore(
                _redis,
                new RedisStoreOptions { Recover = RecoverRule.AcceptOverrun },
                new SharedLedger(_local, _connections, Recording.Recorder, TimeProvider.System),
                TimeProvider.System,
                NullLogger<RedisCounterStore>.Instance);
        }

        public Recording Recording { get; }

        public RedisCounterStore Store { get; }

        public static async Task<Replica> StartAsync(SharedLedgerTests tests, string? database = null)
        {
            var replica = new Replica(tests, database ?? tests._database);
            await replica._redis.ReadyAsync(CancellationToken.None);
            return replica;
        }

        public async Task<Reservation> CommitAsync(string tenant, string budget, long held, long? actual)
        {
            var reservation = Held(tenant, budget, held);
            var result = await Store.SettleAsync(reservation, SettleAction.Commit, actual is { } cost ? new Amount[] { new("credits", cost) } : default, 0, CancellationToken.None);
            result.State.ShouldBe(SettleState.Late, "no lease was taken, and spend is real all the same");
            return reservation;
        }

        public async ValueTask DisposeAsync()
        {
            Store.Dispose();
            await Recording.DisposeAsync();
            await _redis.DisposeAsync();
            await _connections.DisposeAsync();
            _local.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
