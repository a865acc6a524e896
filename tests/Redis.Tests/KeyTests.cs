using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests;

/// <summary>Which keys there are, how long they last, and whose they are. By the server's own clock.</summary>
[Collection(RedisCollection.Name)]
public sealed class KeyTests(RedisFixture redis)
{
    private readonly string _space = StoreFixture.NewSpace();

    [Fact]
    public async Task ApplyAsync_EveryKind_WritesKeysOfItsTenantThatExpire()
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        await store.OpenAsync("globex", CancellationToken.None);
        await store.ApplyAsync(Everything.Batch("globex"), CancellationToken.None);
        var others = await Keys.AllAsync(redis.Server, $"{_space}:{{globex}}:*");
        var before = await Keys.ContentAsync(redis.Server, others);

        var batch = Everything.Batch();
        var readings = await store.ApplyAsync(batch, CancellationToken.None);
        readings.Severity.ShouldBe(Verdict.Allow);
        readings.Reserved.ShouldBeTrue();
        await store.SettleAsync(Reservation(batch), SettleAction.Commit, default, 0, CancellationToken.None);
        await store.ApplyAsync(Everything.Batch(request: "r2"), CancellationToken.None);

        foreach (var key in await Keys.AllAsync(redis.Server, $"{_space}:{{*"))
        {
            (key.StartsWith($"{_space}:{{acme}}:", StringComparison.Ordinal) || others.Contains(key)).ShouldBeTrue(key);
            var ttl = await Keys.TtlAsync(redis.Server, key);
            if (key.EndsWith(":epoch:", StringComparison.Ordinal) || key.Contains(":epoch", StringComparison.Ordinal))
            {
                ttl.ShouldBe(-1, key);
            }
            else
            {
                ttl.ShouldBeInRange(1, 315_360_000_000, key);
            }
        }

        (await Keys.TtlAsync(redis.Server, $"{_space}:since")).ShouldBe(-1, "like the epochs it says that nothing was lost");
        (await Keys.ContentAsync(redis.Server, others)).ShouldBe(before, "no key of another tenant is touched");
        (await Keys.AllAsync(redis.Server, $"{_space}:{{acme}}:*")).Select(key => key.Split(':')[2]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ShouldBe(["bind", "budget", "epoch", "fact", "leases", "members", "once", "rate", "request", "settled", "strikes", "taint", "texts"]);
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("text")]
    [InlineData("short")]
    public async Task ApplyAsync_ValueOfSomebodyElse_AnswersUnavailableAndChangesNothing(string kind)
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        await store.ApplyAsync(Everything.Batch(), CancellationToken.None);
        var keys = (await Keys.AllAsync(redis.Server, $"{_space}:{{*")).Where(key => !key.Contains(":request:", StringComparison.Ordinal)).ToArray();
        foreach (var key in keys)
        {
            // One at a time, in the place of ours.
            await redis.Server.CommandAsync("RENAME", key, key + ".ours");
            await PutAsync(kind, key);
            var all = await Keys.AllAsync(redis.Server, $"{_space}:*");
            var before = await Keys.ContentAsync(redis.Server, all);

            // The same content, so that it asks for the same keys; another request, so that it is not a retry.
            var batch = Everything.Batch();
            batch.Request = RequestMark.None;
            var readings = await store.ApplyAsync(batch, CancellationToken.None);

            readings.Unavailable.ShouldBeTrue(key);
            readings.Severity.ShouldBe(Verdict.Deny);
            readings.Items[..batch.Count].ToArray().ShouldAllBe(reading => reading.State == CounterState.Unavailable);
            (await Keys.ContentAsync(redis.Server, await Keys.AllAsync(redis.Server, $"{_space}:*"))).ShouldBe(before, key);
            await redis.Server.CommandAsync("RENAME", key + ".ours", key);
        }

        var whole = Everything.Batch(request: "r9");
        (await store.ApplyAsync(whole, CancellationToken.None)).Unavailable.ShouldBeFalse("all are ours again");
    }

    [Theory]
    [InlineData("budget", "RPUSH", "theirs")]
    [InlineData("budget", "HSET", "c", "theirs")]
    [InlineData("budget", "HSET", "r", "theirs")]
    [InlineData("leases", "SET", "theirs")]
    [InlineData("settled", "SET", "theirs")]
    [InlineData("settled", "RPUSH", "theirs")]
    public async Task SettleAsync_ValueOfSomebodyElse_ChangesNothingAndTheSpendIsOwed(string kind, string command, params string[] value)
    {
        var ledger = new MemoryLedger();
        using var store = redis.Create(new RedisStoreOptions { KeySpace = _space, Recover = RecoverRule.AcceptOverrun }, ledger);
        await store.OpenAsync("acme", CancellationToken.None);
        var batch = Everything.Batch();
        await store.ApplyAsync(batch, CancellationToken.None);
        var reservation = Reservation(batch);
        if (kind == "settled")
        {
            // To know its key.
            await store.SettleAsync(reservation, SettleAction.Release, default, 0, CancellationToken.None);
        }

        var key = (await Keys.AllAsync(redis.Server, $"{_space}:{{acme}}:{kind}:*")).First(key => kind == "settled" || key.Contains("daily", StringComparison.Ordinal));
        await redis.Server.CommandAsync("DEL", key);
        await redis.Server.CommandAsync([command, key, .. value]);
        var all = await Keys.AllAsync(redis.Server, $"{_space}:*");
        var before = await Keys.ContentAsync(redis.Server, all);

        (await store.SettleAsync(reservation, SettleAction.Commit, default, 0, CancellationToken.None)).State.ShouldBe(SettleState.None);

        (await Keys.ContentAsync(redis.Server, await Keys.AllAsync(redis.Server, $"{_space}:*"))).ShouldBe(before);
        ledger.Rows.ShouldHaveSingleItem().IsPaid.ShouldBeFalse();
    }

    [Fact]
    public async Task Apply_AfterItsTime_DoesNothing()
    {
        using var store = Store();
        await store.OpenAsync("acme", CancellationToken.None);
        var before = await Keys.AllAsync(redis.Server, $"{_space}:*");
        var call = new ScriptCall();
        var batch = Everything.Batch();
        BatchCall.Write(call, new RedisTenant(_space, "acme"), batch, notAfter: DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 1_000, clock: 0);

        var reply = await redis.RunAsync(call);

        BatchReply.Read(reply, batch, out var answer).ShouldBe(ScriptStatus.Late);
        answer.Time.ShouldBeGreaterThan(0);
        (await Keys.AllAsync(redis.Server, $"{_space}:*")).ShouldBe(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("}")]
    [InlineData("a}b")]
    [InlineData("\0\r\n")]
    public async Task ApplyAsync_AnyTenant_HasOneHashTag(string tenant)
    {
        using var store = Store();
        await store.OpenAsync(tenant, CancellationToken.None);
        await store.ApplyAsync(Everything.Batch(tenant), CancellationToken.None);
        var keys = await Keys.AllAsync(redis.Server, $"{_space}:{{*");
        keys.Length.ShouldBeGreaterThan(10);
        keys.Select(key => key[key.IndexOf('{', StringComparison.Ordinal)..(key.IndexOf('}', StringComparison.Ordinal) + 1)]).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        keys.ShouldAllBe(key => key.IndexOf('}', StringComparison.Ordinal) > key.IndexOf('{', StringComparison.Ordinal) + 1);
    }

    private RedisCounterStore Store() => redis.Create(new RedisStoreOptions { KeySpace = _space, Recover = RecoverRule.AcceptOverrun });

    private Task<object?> PutAsync(string kind, string key)
    {
        var isHash = key.Contains(":budget:", StringComparison.Ordinal) || key.Contains(":epoch", StringComparison.Ordinal) || key.Contains(":members:", StringComparison.Ordinal);
        return kind switch
        {
            "hash" when isHash => redis.Server.CommandAsync("RPUSH", key, "theirs"),
            "hash" => redis.Server.CommandAsync("HSET", key, "theirs", "1"),
            "text" when isHash && key.Contains(":budget:", StringComparison.Ordinal) => redis.Server.CommandAsync("HSET", key, "c", "theirs"),
            "text" => redis.Server.CommandAsync("SET", key, "a text of some length that is not ours at all"),
            _ => redis.Server.CommandAsync("SET", key, "R"),
        };
    }

    private static Reservation Reservation(CounterBatch batch) => new(
        batch.ReservationId, batch.Tenant, 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, 1, 100)]);
}
