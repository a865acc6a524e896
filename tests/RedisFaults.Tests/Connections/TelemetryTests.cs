using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.RedisFaults.Connections;

/// <summary>What is measured and logged of a server that goes and comes.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Outage_IsLoggedOnceEachWayAndCountedByOutcome()
    {
        await using var server = await RedisServer.StartAsync();
        using var metrics = new ConnectionMetrics();
        using var seen = new SeenMetrics(metrics);
        var log = new SeenLog();
        await using var connection = RedisConnections.Open(Driver.Options("redis://" + server.Address), metrics, log);
        await connection.ReadyAsync(CancellationToken.None);
        await AskAsync(connection, 5);
        await server.KillAsync();
        await Eventually.TrueAsync(() => connection.State == ScriptConnectionState.Down, "it is down");
        await AskAsync(connection, 20);
        await server.StartAgainAsync();
        await Eventually.TrueAsync(() => connection.State == ScriptConnectionState.Up, "it is up");

        log.Events.ShouldBe([40, 41, 40]);
        seen.Of("aidesk.redis.calls", "answered").ShouldBe(5);
        seen.Of("aidesk.redis.calls", "disconnected").ShouldBe(20);
        seen.Of("aidesk.redis.state.changes", "up").ShouldBe(2);
        seen.Of("aidesk.redis.state.changes", "down").ShouldBe(1);
        seen.Observed("aidesk.redis.up").ShouldBe(1);
        seen.Observed("aidesk.redis.calls.in_flight").ShouldBe(0);
    }

    private static async Task AskAsync(IRedisConnection connection, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            try
            {
                await connection.RunAsync(Driver.Call(Driver.Echo, "x"), Driver.Ample, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // Counted.
            }
        }
    }

    private sealed class SeenLog : ILogger
    {
        private readonly ConcurrentQueue<int> _events = new();

        public int[] Events => [.. _events];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _events.Enqueue(eventId.Id);
    }

    private sealed class SeenMetrics : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, long> _values = new(StringComparer.Ordinal);

        /// <summary>Only of these metrics: other tests measure at the same time, under the same name.</summary>
        public SeenMetrics(ConnectionMetrics metrics)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (metrics.Owns(instrument))
                {
                    instrument.Unit.ShouldNotBeNullOrEmpty();
                    instrument.Description.ShouldNotBeNullOrEmpty();
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _values.AddOrUpdate($"{instrument.Name} {(tags.Length > 0 ? tags[0].Value : "")}", value, (_, sum) => sum + value));
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _values[instrument.Name] = value);
            _listener.Start();
        }

        public long Of(string instrument, string tag) => _values.GetValueOrDefault($"{instrument} {tag}");

        public long Observed(string instrument)
        {
            _listener.RecordObservableInstruments();
            return _values.TryGetValue(instrument, out var value) ? value : _values.GetValueOrDefault(instrument + " ");
        }

        public void Dispose() => _listener.Dispose();
    }
}
