using System.Collections.Concurrent;
using AiDesk.Bench.Policy.Shapes;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Bench.Policy;

/// <summary>The counters of a CheckInput and nothing else: its batch, the script, the reading of the answer.</summary>
internal sealed class BareScript : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-bench-").FullName;
    private readonly ConcurrentBag<Evaluation> _spare = [];
    private readonly ConnectionMetrics _metrics = new();
    private readonly IRedisConnection _connection;
    private readonly WatchedConnection _watched;
    private readonly LocalLedger _ledger;
    private readonly RedisCounterStore _store;
    private readonly PolicySnapshot _snapshot;

    private BareScript(string address)
    {
        _connection = RedisConnections.Open(RedisUrl.Parse("redis://" + address, out _)!, _metrics, NullLogger.Instance);
        _watched = new WatchedConnection(_connection);
        _ledger = new LocalLedger(_folder, 0);
        _store = new RedisCounterStore(
            _watched, new RedisStoreOptions { Recover = RecoverRule.AcceptOverrun, Deadline = RedisFigures.Patience }, _ledger, TimeProvider.System, NullLogger<RedisCounterStore>.Instance);
        var compilation = new PolicyCompiler().Compile(PolicySources.Of(BenchPolicy.Tenant, BenchPolicy.Document()));
        _snapshot = compilation.Snapshot ?? throw new InvalidOperationException(string.Join(", ", compilation.Errors));
    }

    public static async Task<BareScript> OpenAsync(string address)
    {
        var script = new BareScript(address);
        await script._connection.ReadyAsync(CancellationToken.None);
        await script._store.OpenAsync(BenchPolicy.Tenant, CancellationToken.None);
        return script;
    }

    public async Task RunAsync(long sequence)
    {
        // Inspecting costs this process something, as preparing any load does.
        var work = _spare.TryTake(out var spare) ? spare : new Evaluation();
        work.Clear();
        var check = new InputCheck
        {
            Context = new CallContext { SessionId = $"bare-{sequence % 10_000}", UserId = $"user-{sequence % 1000}", ClientIp = "203.0.113.9", Now = DateTimeOffset.UtcNow },
            MessageId = $"message-{sequence}",
            Message = SampleText.Of(SampleText.Ascii, 100, sequence),
        };
        AiDesk.Policy.PolicyEngine.InspectInput(_snapshot, check, work);
        work.Counters.Tenant = BenchPolicy.Tenant;
        if ((await _store.ApplyAsync(work.Counters, CancellationToken.None)).Unavailable)
        {
            throw new InvalidOperationException($"Redis did not answer: {_watched.LastFault}");
        }

        _spare.Add(work);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        _ledger.Dispose();
        await _connection.DisposeAsync();
        _metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
