using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Counters.Shares;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Shares;
using AiDesk.Redis.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Race;

/// <summary>A racer whose callers have shares in common, as those of one replica do. What is left of them is given back before it says that it is done.</summary>
internal static class SharingRacer
{
    public static async Task RunAsync(int port, string space, string kind, int cap, int callers, TextWriter output)
    {
        await using var connection = await Connections.OpenAsync([$"127.0.0.1:{port}"]);
        using var shared = new RedisCounterStore(
            connection, new RedisStoreOptions { KeySpace = space, Deadline = TimeSpan.FromSeconds(30), SlowDeadline = TimeSpan.FromSeconds(30) }, new MemoryLedger(), TimeProvider.System,
            NullLogger<RedisCounterStore>.Instance);
        using var metrics = new ConnectionMetrics();
        using var store = new SharingCounterStore(shared, metrics, TimeProvider.System, NullLogger<SharingCounterStore>.Instance);
        var asked = kind == "shared rate" ? [Sharing.Rate(RateAlgorithm.Fixed, cap, RateRule.LongestWindowMs, part: 100)] : Budgets(cap);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(store, asked, output))));
        await store.EndAsync();
    }

    private static CounterOperation[] Budgets(int cap)
    {
        var share = new ShareRule(100, 1_000);
        var (daily, campaign) = (Operation.Reserve(1, cap), Operation.Reserve(1, 2 * cap, "campaign"));
        return [daily with { Budget = daily.Budget! with { Share = share } }, campaign with { Budget = campaign.Budget! with { Share = share } }];
    }

    private static async Task CallAsync(SharingCounterStore store, CounterOperation[] asked, TextWriter output)
    {
        var batch = new CounterBatch();
        for (var refused = 0; refused < 3;)
        {
            batch.Clear();
            batch.Tenant = "acme";
            batch.Holding(Guid.NewGuid(), Racer.LeaseMs);
            batch.Add(Operation.Of(CounterKind.KillSwitch, "", ""));
            foreach (var operation in asked)
            {
                batch.Add(operation);
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
