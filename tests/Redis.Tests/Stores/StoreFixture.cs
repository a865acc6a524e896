using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>A server that is there for all tests of a collection, and stores on it. Every store has a key space of its own, so that no test sees another's keys.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private static int _spaces;

    private IScriptConnection? _connection;

    internal IScriptConnection Connection => _connection ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync()
    {
        await StartAsync();
        _connection = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await StopAsync();
    }

    internal async Task<byte[]> RunAsync(ScriptCall call) => await Connection.RunAsync(call, TimeSpan.FromSeconds(10), CancellationToken.None);

    public static string NewSpace() => $"t{Interlocked.Increment(ref _spaces)}";

    /// <summary>A store whose scripts take a test's clock; tenants are opened when they are first used.</summary>
    internal ICounterStore CreateStore(TimeProvider clock) => new OpeningStore(Create(new RedisStoreOptions { ScriptClock = clock, Recover = RecoverRule.AcceptOverrun }));

    /// <summary>A store in a new key space unless the options name one.</summary>
    internal RedisCounterStore Create(RedisStoreOptions options, ILedger? ledger = null, TimeProvider? time = null, IScriptConnection? connection = null) => new(
        connection ?? Connection,
        options with { KeySpace = options.KeySpace == "aidesk" ? NewSpace() : options.KeySpace, Deadline = TimeSpan.FromSeconds(10), SlowDeadline = TimeSpan.FromSeconds(10) },
        ledger ?? new MemoryLedger(),
        time ?? options.ScriptClock ?? TimeProvider.System,
        NullLogger<RedisCounterStore>.Instance);

    protected abstract Task StartAsync();

    protected abstract Task StopAsync();

    private protected abstract Task<IScriptConnection> ConnectAsync();
}
