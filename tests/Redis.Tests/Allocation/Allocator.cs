using System.Globalization;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Redis.Tests.Allocation;

/// <summary>A process that does nothing but decide, so that what all of its threads allocate is a decision's. It says how many bytes one was, for each number of callers.</summary>
internal static class Allocator
{
    public const int Operations = 6;

    private const int Decisions = 20_000;

    public static async Task RunAsync(int port, string space)
    {
        await using var connection = await Connections.OpenAsync([$"127.0.0.1:{port}"]);
        using var store = new RedisCounterStore(
            connection, new RedisStoreOptions { KeySpace = space, Deadline = TimeSpan.FromSeconds(30), Recover = RecoverRule.AcceptOverrun }, new MemoryLedger(), TimeProvider.System,
            NullLogger<RedisCounterStore>.Instance);
        await store.OpenAsync("acme", CancellationToken.None);
        foreach (var callers in new[] { 1, 64 })
        {
            // Pools fill and the compiler is done with the methods; what that allocates is no decision's.
            for (var round = 0; round < 3; round++)
            {
                await DecideAsync(store, callers);
            }

            var before = GC.GetTotalAllocatedBytes(precise: true);
            await DecideAsync(store, callers);
            var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Decisions;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers} {bytes:0}"));
        }
    }

    private static Task DecideAsync(RedisCounterStore store, int callers) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => DecideAsync(store, Batch(caller), Decisions / callers))));

    private static async Task DecideAsync(RedisCounterStore store, CounterBatch batch, int decisions)
    {
        for (var decision = 0; decision < decisions; decision++)
        {
            if ((await store.ApplyAsync(batch, CancellationToken.None)).Unavailable)
            {
                throw new InvalidOperationException("a decision got no answer");
            }
        }
    }

    // What a message's decision has: the kill switch, two rates, a duplicate, strikes, a budget.
    private static CounterBatch Batch(int caller)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        batch.Holding(Guid.NewGuid());
        var session = $"session-{caller}";
        batch.Add(Operation.Of(CounterKind.KillSwitch, "", ""));
        batch.Add(Operation.Rate(Operation.Rule(RateAlgorithm.Sliding, 1_000_000, 60_000, name: "per_user"), descriptor: session));
        batch.Add(Operation.Rate(Operation.Rule(RateAlgorithm.Fixed, 1_000_000, 60_000, name: "per_ip"), descriptor: session));
        batch.Add(Operation.Duplicate("text", "m1", session: session));
        batch.Add(Operation.Strike("m1", CounterWrite.No));
        batch.Add(Operation.Reserve(0, 1_000_000));
        return batch;
    }
}
