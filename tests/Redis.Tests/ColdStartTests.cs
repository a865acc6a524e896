using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Harness;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests;

/// <summary>A server that is new or has lost its memory: nothing is answered from it until the ledger's spend is back.</summary>
[Collection(RedisCollection.Name)]
public sealed class ColdStartTests(RedisFixture redis)
{
    private static readonly RateRule Rule = Operation.Rule(RateAlgorithm.Fixed, 100, 3_600_000);

    private readonly string _space = StoreFixture.NewSpace();
    private readonly ManualClock _clock = new();
    private readonly MemoryLedger _ledger = new();

    [Fact]
    public async Task ApplyAsync_TenantThatLostItsEpoch_AnswersUnavailableWritesNothingAndRebuilds()
    {
        using var store = Store();
        _ledger.SetEpoch("acme", 1);
        var batch = Everything.Batch();

        (await store.ApplyAsync(batch, CancellationToken.None)).Unavailable.ShouldBeTrue();

        await OpenAsync(store);
        string.Join(", ", (await Keys.AllAsync(redis.Server, $"{_space}:*")).Order(StringComparer.Ordinal)).ShouldBe($"{_space}:since, {_space}:{{acme}}:epoch:000:000:", "the first call consumed nothing");
    }

    [Fact]
    public async Task ApplyAsync_TenantOfWhichTheLedgerHasNeverHeard_IsAnsweredAtOnce()
    {
        using var store = Store(RecoverRule.Wait);
        var first = await Apply(store, Operation.Rate(Rule), Operation.Reserve(10, 100));

        first[0].State.ShouldBe(CounterState.Ok);
        first[0].Used.ShouldBe(1);
        first[1].State.ShouldBe(CounterState.Unavailable, "a server that is new itself may have forgotten what was held");
        _ledger.IsNew("acme").ShouldBeFalse();
    }

    [Fact]
    public async Task ApplyAsync_NewTenantOnAServerThatHasKeptItsMemoryForALease_HasOpenBudgets()
    {
        using var store = Store(RecoverRule.Wait);
        await Apply("globex", store, Operation.Rate(Rule));
        _clock.Advance(119_999);
        (await Apply("initech", store, Operation.Reserve(10, 100)))[0].State.ShouldBe(CounterState.Unavailable);
        _clock.Advance(1);

        (await Apply(store, Operation.Reserve(10, 100))).Reserved.ShouldBeTrue();
    }

    [Fact]
    public async Task ApplyAsync_TenantThatLostItsEpochOnAServerThatKeptTheRest_HasClosedBudgets()
    {
        using var store = Store(RecoverRule.Wait);
        await Apply(store, Operation.Rate(Rule));
        _clock.Advance(120_000);
        await Keys.DeleteAsync(redis.Server, $"{_space}:{{acme}}:*");

        await OpenAsync(store);

        (await Apply(store, Operation.Reserve(10, 100)))[0].State.ShouldBe(CounterState.Unavailable, "somebody may hold what is not seen");
    }

    [Theory]
    [InlineData("SET", "theirs")]
    [InlineData("RPUSH", "theirs")]
    public async Task ApplyAsync_SinceKeyOfSomebodyElse_AnswersUnavailable(string command, string value)
    {
        await redis.Server.CommandAsync(command, $"{_space}:since", value);
        using var store = Store();
        (await Apply(store, Operation.Rate(Rule))).Unavailable.ShouldBeTrue();
        (await Keys.AllAsync(redis.Server, $"{_space}:*")).ShouldBe([$"{_space}:since"]);
    }

    [Fact]
    public async Task ApplyAsync_EpochThatAnotherReplicaGave_BringsOurLedgerToIt()
    {
        var (ours, theirs) = (new MemoryLedger(), new MemoryLedger());
        using var store = redis.Create(Options(RecoverRule.AcceptOverrun), ours, _clock);
        using var other = redis.Create(Options(RecoverRule.AcceptOverrun), theirs, _clock);
        await store.OpenAsync("acme", CancellationToken.None);
        await other.OpenAsync("acme", CancellationToken.None);
        await SpendAsync(store, 30);
        await SpendAsync(other, 12);
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        _clock.Advance(1);

        await other.OpenAsync("acme", CancellationToken.None);
        (await Apply(other, Operation.Reserve(0, 100)))[0].Used.ShouldBe(12);

        await Eventually.TrueAsync(async () => (await Apply(store, Operation.Reserve(0, 100)))[0].Used == 42, "our spend is brought");
        await store.OpenAsync("acme", CancellationToken.None);
        await other.OpenAsync("acme", CancellationToken.None);
        (await Apply(store, Operation.Reserve(0, 100)))[0].Used.ShouldBe(42, "once");
    }

    [Fact]
    public async Task KillSwitch_EpochThatAnotherReplicaGave_IsSetInIt()
    {
        using var store = Store();
        using var other = redis.Create(Options(RecoverRule.AcceptOverrun), new MemoryLedger(), _clock);
        await store.OpenAsync("acme", CancellationToken.None);
        await store.SetKillSwitchAsync("acme", frozen: true, CancellationToken.None);
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        _clock.Advance(1);
        await other.OpenAsync("acme", CancellationToken.None);

        await Eventually.TrueAsync(
            async () => (await Apply(store, Operation.Of(CounterKind.KillSwitch, "", "")))[0].State == CounterState.Over, "our ledger's switch is on");
    }

    [Fact]
    public async Task Server_BackAfterItWasAway_IsBroughtOurLedgerWithoutACall()
    {
        var connection = new BrokenConnection(redis.Connection);
        using var store = redis.Create(Options(RecoverRule.AcceptOverrun), _ledger, _clock, connection);
        using var other = redis.Create(Options(RecoverRule.AcceptOverrun), new MemoryLedger(), _clock);
        await store.OpenAsync("acme", CancellationToken.None);
        await SpendAsync(store, 30);
        connection.IsBroken = true;
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        await other.OpenAsync("acme", CancellationToken.None);

        connection.IsBroken = false;
        _clock.Advance(TimeSpan.FromSeconds(2));

        await Eventually.TrueAsync(async () => (await Apply(other, Operation.Reserve(0, 100)))[0].Used == 30, "the spend is brought");
    }

    [Fact]
    public async Task ApplyAsync_AfterColdStart_KeepsBudgetsClosedForOneLease()
    {
        using var store = Store(RecoverRule.Wait);
        await store.OpenAsync("acme", CancellationToken.None);

        var closed = await Apply(store, Operation.Rate(Rule), Operation.Reserve(10, 100));
        closed[0].State.ShouldBe(CounterState.Ok, "a rate needs no past");
        closed[1].State.ShouldBe(CounterState.Unavailable);
        closed.Severity.ShouldBe(AiDesk.Policy.Decisions.Verdict.Deny);
        closed.Reserved.ShouldBeFalse();

        _clock.Advance(119_999);
        (await Apply(store, Operation.Reserve(10, 100)))[0].State.ShouldBe(CounterState.Unavailable);
        _clock.Advance(1);
        (await Apply(store, Operation.Reserve(10, 100))).Reserved.ShouldBeTrue();
    }

    [Fact]
    public async Task ApplyAsync_AfterTheServerLostItsMemory_HasTheSpendOfTheLedger()
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        await SpendAsync(store, 30);
        await SpendAsync(store, 12);
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");

        (await Apply(store, Operation.Reserve(1, 100))).Unavailable.ShouldBeTrue();
        await OpenAsync(store);

        (await Apply(store, Operation.Reserve(0, 100)))[0].Used.ShouldBe(42);
    }

    [Theory]
    [InlineData(true, CounterState.Over)]
    [InlineData(false, CounterState.Ok)]
    public async Task KillSwitch_AfterTheServerLostItsMemory_IsAsItWasSet(bool frozen, CounterState state)
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        await store.SetKillSwitchAsync("acme", frozen: true, CancellationToken.None);
        await store.SetKillSwitchAsync("acme", frozen, CancellationToken.None);
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");

        await store.OpenAsync("acme", CancellationToken.None);

        (await Apply(store, Operation.Of(CounterKind.KillSwitch, "", "")))[0].State.ShouldBe(state);
    }

    [Fact]
    public async Task OpenAsync_ByManyReplicasAtOnceAndAgain_CountsEveryRowOnce()
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        for (var row = 0; row < 20; row++)
        {
            await SpendAsync(store, 2);
        }

        await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        var replicas = Enumerable.Range(0, 4).Select(_ => Store()).ToArray();
        await Task.WhenAll(replicas.Select(replica => replica.OpenAsync("acme", CancellationToken.None)));
        await Task.WhenAll(replicas.Select(replica => replica.OpenAsync("acme", CancellationToken.None)));

        (await Apply(store, Operation.Reserve(0, 100)))[0].Used.ShouldBe(40);
        foreach (var replica in replicas)
        {
            replica.Dispose();
        }
    }

    [Fact]
    public async Task SettleAsync_WhileTheServerIsCold_CountsOnce()
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");

        await SpendAsync(store, 25);
        await store.OpenAsync("acme", CancellationToken.None);

        (await Apply(store, Operation.Reserve(0, 100)))[0].Used.ShouldBe(25);
    }

    [Fact]
    public async Task SettleAsync_WithoutAnswer_SaysSoAndIsBroughtLater()
    {
        var connection = new BrokenConnection(redis.Connection);
        using var store = redis.Create(Options(RecoverRule.AcceptOverrun), _ledger, _clock, connection);
        await store.OpenAsync("acme", CancellationToken.None);
        connection.IsBroken = true;

        (await CommitAsync(store, Guid.NewGuid(), 30)).State.ShouldBe(SettleState.None);
        _ledger.Rows.ShouldHaveSingleItem().IsPaid.ShouldBeFalse();

        connection.IsBroken = false;
        (await Apply(store, Operation.Reserve(0, 100)))[0].Used.ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(async () => (await Apply(store, Operation.Reserve(0, 100)))[0].Used == 30, "the commit is brought");
        await Eventually.TrueAsync(() => Task.FromResult(_ledger.Rows[0].IsPaid), "and is no longer owed");
    }

    [Fact]
    public async Task SettleAsync_OwedWhenTheProcessEnded_IsBroughtByTheNext()
    {
        var connection = new BrokenConnection(redis.Connection);
        using (var first = redis.Create(Options(RecoverRule.AcceptOverrun), _ledger, _clock, connection))
        {
            await first.OpenAsync("acme", CancellationToken.None);
            connection.IsBroken = true;
            await CommitAsync(first, Guid.NewGuid(), 30);
        }

        using var second = Store();
        await second.OpenAsync("acme", CancellationToken.None);
        await second.OpenAsync("acme", CancellationToken.None);
        (await Apply(second, Operation.Reserve(0, 100)))[0].Used.ShouldBe(30);
    }

    [Fact]
    public async Task ApplyAsync_WithoutAnswer_IsUnavailableInEveryOperation()
    {
        using var store = redis.Create(Options(RecoverRule.AcceptOverrun), _ledger, _clock, new BrokenConnection(redis.Connection) { IsBroken = true });
        var batch = Everything.Batch();
        var readings = await store.ApplyAsync(batch, CancellationToken.None);

        readings.Unavailable.ShouldBeTrue();
        readings.AnyUnavailable(batch.Count).ShouldBeTrue();
        readings.Severity.ShouldBe(AiDesk.Policy.Decisions.Verdict.Deny);
        readings.ReservationId.ShouldBe(batch.ReservationId);
        readings.Items[..batch.Count].ToArray().ShouldAllBe(reading => reading.State == CounterState.Unavailable);
    }

    [Fact]
    public async Task OpenAsync_ServerThatHasBegunToEvict_IsRefused()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = await Connections.OpenAsync([server.Address]);
        await server.CommandAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        using var store = redis.Create(Options(RecoverRule.AcceptOverrun), _ledger, _clock, connection);

        var fault = await Should.ThrowAsync<ScriptFaultException>(() => store.OpenAsync("acme", CancellationToken.None));

        fault.Message.ShouldContain("maxmemory-policy must be noeviction");
        (await Apply(store, Operation.Rate(Rule))).Unavailable.ShouldBeTrue();
        (await Keys.AllAsync(server, "*")).ShouldBeEmpty();
    }

    private RedisStoreOptions Options(RecoverRule recover) => new() { KeySpace = _space, ScriptClock = _clock, Recover = recover };

    private RedisCounterStore Store(RecoverRule recover = RecoverRule.AcceptOverrun) => redis.Create(Options(recover), _ledger, _clock);

    private static async Task OpenAsync(RedisCounterStore store) => await Eventually.TrueAsync(
        async () => !(await Apply(store, Operation.Of(CounterKind.KillSwitch, "", ""))).Unavailable, "the tenant is open");

    private static Task<CounterReadings> Apply(RedisCounterStore store, params CounterOperation[] operations) => Apply("acme", store, operations);

    private static async Task<CounterReadings> Apply(string tenant, RedisCounterStore store, params CounterOperation[] operations)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = tenant;
        batch.Holding(Guid.NewGuid());
        foreach (var operation in operations)
        {
            batch.Add(operation);
        }

        return await store.ApplyAsync(batch, CancellationToken.None);
    }

    private static async Task SpendAsync(RedisCounterStore store, long amount) =>
        (await CommitAsync(store, Guid.NewGuid(), amount)).State.ShouldBe(SettleState.Late);

    private static async Task<SettleResult> CommitAsync(RedisCounterStore store, Guid id, long amount)
    {
        var reservation = new Reservation(id, "acme", 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, amount, 100)]);
        return await store.SettleAsync(reservation, SettleAction.Commit, new[] { new Amount("credits", amount) }, 0, CancellationToken.None);
    }
}
