using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Counters.Shares;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>One replica with shares on a server that others use too. Scripts and shares go by a test's clock.</summary>
internal sealed class Replica : IDisposable
{
    private readonly ConnectionMetrics _metrics = new();
    private readonly RedisCounterStore _shared;

    private Replica(CountedConnection connection, RedisCounterStore shared, TimeProvider time)
    {
        Connection = connection;
        _shared = shared;
        Store = new SharingCounterStore(shared, _metrics, time, NullLogger<SharingCounterStore>.Instance);
    }

    public CountedConnection Connection { get; }

    public SharingCounterStore Store { get; }

    public static async Task<Replica> StartAsync(StoreFixture redis, string space, ManualClock clock)
    {
        var connection = new CountedConnection(redis.Connection);
        var shared = redis.Create(new RedisStoreOptions { KeySpace = space, ScriptClock = clock, Recover = RecoverRule.AcceptOverrun }, connection: connection);
        await shared.OpenAsync("acme", CancellationToken.None);
        return new Replica(connection, shared, clock);
    }

    /// <summary>One call that asks for the kill switch and these; what it began is done when this returns.</summary>
    public async Task<CounterReadings> AskAsync(params CounterOperation[] operations)
    {
        var readings = await AskAsync(Guid.NewGuid(), operations);
        await Store.IdleAsync();
        return readings;
    }

    public async Task<CounterReadings> AskAsync(Guid id, params CounterOperation[] operations)
    {
        var batch = Batch(operations).Holding(id, LeaseMs);
        return await Store.ApplyAsync(batch, CancellationToken.None);
    }

    /// <summary>How a limit or budget stands on the server.</summary>
    public async Task<CounterReading> LookAsync(CounterOperation operation) =>
        (await _shared.ApplyAsync(Batch(operation with { Cost = 0 }).Judged(Verdict.Deny), CancellationToken.None))[1];

    public Task<SettleResult> SettleAsync(CounterReadings readings, SettleAction action, long cap, long cost) => Store.SettleAsync(
        new Reservation(readings.ReservationId, "acme", readings.LeaseEnd, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, cost, cap)]), action, default, 0, CancellationToken.None).AsTask();

    /// <summary>As a process that is killed: nothing is given back.</summary>
    public void Dispose()
    {
        Store.Dispose();
        _shared.Dispose();
        _metrics.Dispose();
    }

    public const long LeaseMs = 20_000;

    private static CounterBatch Batch(params CounterOperation[] operations)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        batch.Add(Operation.Of(CounterKind.KillSwitch, "", ""));
        foreach (var operation in operations)
        {
            batch.Add(operation);
        }

        return batch;
    }
}

/// <summary>Limits and budgets that have a share.</summary>
internal static class Sharing
{
    public static CounterOperation Rate(RateAlgorithm algorithm, long rate, long windowMs, int part = 500, long forMs = 1_000, string name = "limit") =>
        Operation.Rate(Operation.Rule(algorithm, rate, windowMs, name: name) with { Share = new ShareRule(part, forMs) });

    public static CounterOperation Budget(long cost, long cap, int part = 500, long forMs = 1_000, int approveAt = 0)
    {
        var operation = Operation.Reserve(cost, cap, approveAt: approveAt);
        return operation with { Budget = operation.Budget! with { Share = new ShareRule(part, forMs) } };
    }
}
