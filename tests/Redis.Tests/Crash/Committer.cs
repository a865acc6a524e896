using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Crash;

/// <summary>A replica with its journal on disk. As a process of its own it holds 40, commits 30 and is killed at a point.</summary>
internal sealed class Committer : IAsyncDisposable
{
    public const long Held = 40;
    public const long Spent = 30;

    private readonly IScriptConnection _connection;
    private readonly LocalLedger _ledger;
    private readonly RedisCounterStore _store;

    private Committer(IScriptConnection connection, string space, string folder, CrashPoint? point)
    {
        _connection = connection;
        _ledger = new LocalLedger(folder, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        _store = new RedisCounterStore(
            connection,
            new RedisStoreOptions { KeySpace = space, Deadline = TimeSpan.FromSeconds(30), SlowDeadline = TimeSpan.FromSeconds(30), Recover = RecoverRule.AcceptOverrun },
            point is { } stop ? new StoppingLedger(_ledger, stop) : _ledger,
            TimeProvider.System,
            NullLogger<RedisCounterStore>.Instance);
    }

    public static async Task<Committer> OpenAsync(int port, string space, string folder, CrashPoint? point = null)
    {
        var committer = new Committer(await Connections.OpenAsync([$"127.0.0.1:{port}"]), space, folder, point);
        await committer._store.OpenAsync("acme", CancellationToken.None);
        return committer;
    }

    public static async Task RunAsync(int port, string space, string folder, Guid reservation, CrashPoint point)
    {
        await using var committer = await OpenAsync(port, space, folder, point);
        await committer.HoldAsync(reservation);
        await committer.CommitAsync(reservation);
    }

    public async Task<SettleState> CommitAsync(Guid reservation) => (await _store.SettleAsync(
        new Reservation(reservation, "acme", 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, Held, 1_000)]),
        SettleAction.Commit,
        new[] { new Amount("credits", Spent) },
        0,
        CancellationToken.None)).State;

    /// <summary>Committed and held.</summary>
    public async Task<long> UsedAsync() => (await ApplyAsync(Operation.Reserve(0, 1_000), Guid.Empty))[0].Used;

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        _ledger.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task HoldAsync(Guid reservation)
    {
        if (!(await ApplyAsync(Operation.Reserve(Held, 1_000), reservation)).Reserved)
        {
            throw new InvalidOperationException("nothing was held");
        }
    }

    private async Task<CounterReadings> ApplyAsync(CounterOperation operation, Guid reservation)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        batch.Holding(reservation);
        batch.Add(operation);
        return await _store.ApplyAsync(batch, CancellationToken.None);
    }
}
