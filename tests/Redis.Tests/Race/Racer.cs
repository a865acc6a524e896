using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Race;

/// <summary>One process of a race: callers that ask until they are refused. It writes a plus for each call that was admitted, once it knows.</summary>
internal static class Racer
{
    /// <summary>How long what a racer reserves is held.</summary>
    public const long LeaseMs = 600_000;

    public static async Task RunAsync(int port, string space, string kind, int cap, int callers)
    {
        var output = TextWriter.Synchronized(Console.Out);
        output.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await (kind.StartsWith("shared ", StringComparison.Ordinal)
            ? SharingRacer.RunAsync(port, space, kind, cap, callers, output)
            : Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(port, space, kind, cap, output))));
        output.WriteLine("done");
    }

    private static async Task CallAsync(int port, string space, string kind, int cap, TextWriter output)
    {
        await using var connection = await Connections.OpenAsync([$"127.0.0.1:{port}"]);
        using var store = new RedisCounterStore(
            connection, new RedisStoreOptions { KeySpace = space, Deadline = TimeSpan.FromSeconds(30) }, new MemoryLedger(), TimeProvider.System, NullLogger<RedisCounterStore>.Instance);
        var rule = Operation.Rule(RateAlgorithm.Fixed, cap, RateRule.LongestWindowMs);
        var batch = new CounterBatch();
        for (var refused = 0; refused < 3;)
        {
            batch.Clear();
            batch.Tenant = "acme";
            batch.Holding(Guid.NewGuid(), LeaseMs);
            switch (kind)
            {
                case "rate":
                    batch.Add(Operation.Rate(rule));
                    break;
                case "once":
                    batch.Add(Operation.OnceOnly("nonce", Guid.NewGuid().ToString()));
                    break;
                default:
                    batch.Add(Operation.Reserve(1, cap));
                    batch.Add(Operation.Reserve(1, 2 * cap, "campaign"));
                    break;
            }

            var readings = await store.ApplyAsync(batch, CancellationToken.None);
            if (readings.Unavailable)
            {
                throw new InvalidOperationException("a racer got no answer");
            }

            if (readings.Severity == Verdict.Allow)
            {
                output.WriteLine("+");
            }
            else
            {
                refused++;
            }
        }
    }
}
