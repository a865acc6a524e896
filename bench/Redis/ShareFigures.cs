using AiDesk.Bench.Figures;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Counters.Shares;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Bench.Redis;

/// <summary>How many decisions a script of Redis serves, with a share of the limit and without: 64 callers of one replica, and of each kind as many calls.</summary>
internal static class ShareFigures
{
    private const int Callers = 64;
    private const int Calls = 500;
    private const double Least = 3;

    private static readonly ShareRule Share = new(100, 1_000);

    public static async Task MeasureAsync(FigureReport report, IScriptConnection connection)
    {
        await LineAsync(report, connection, "a rate limit", (rule, _) => [Rate(rule)]);
        await LineAsync(report, connection, "a rate limit and a budget", (rule, budget) => [Rate(rule), Reserve(budget)]);
        await LineAsync(report, connection, "a rate limit and strikes, which have no share", (rule, _) => [Rate(rule), Strikes()]);
    }

    private static async Task LineAsync(FigureReport report, IScriptConnection connection, string what, Func<RateRule, BudgetRule, CounterOperation[]> operations)
    {
        var without = await RunAsync(connection, operations(RuleOf(null), BudgetOf(null)));
        var with = await RunAsync(connection, operations(RuleOf(Share), BudgetOf(Share)));
        report.RatioAtLeast($"decisions per Redis script, {what}, {Callers} callers, with a share", with, "decisions", without, Least);
    }

    private static async Task<double> RunAsync(IScriptConnection connection, CounterOperation[] operations)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-bench-").FullName;
        try
        {
            await using var counted = new Counted(connection);
            using var ledger = new LocalLedger(folder, 0);
            using var metrics = new ConnectionMetrics();
            var patience = TimeSpan.FromSeconds(5);
            using var shared = new RedisCounterStore(
                counted, new RedisStoreOptions { KeySpace = Guid.NewGuid().ToString("N"), Recover = RecoverRule.AcceptOverrun, Deadline = patience, SlowDeadline = patience }, ledger,
                TimeProvider.System, NullLogger<RedisCounterStore>.Instance);
            await shared.OpenAsync("acme", CancellationToken.None);
            using var store = new SharingCounterStore(shared, metrics, TimeProvider.System, NullLogger<SharingCounterStore>.Instance);
            var before = counted.Scripts;
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(store, operations))));
            await store.EndAsync();
            return (double)(Callers * Calls) / (counted.Scripts - before);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CallAsync(SharingCounterStore store, CounterOperation[] operations)
    {
        var batch = new CounterBatch();
        for (var call = 0; call < Calls; call++)
        {
            batch.Clear();
            batch.Tenant = "acme";
            batch.ReservationId = Guid.CreateVersion7();
            batch.LeaseMs = 120_000;
            batch.Add(new CounterOperation { Kind = CounterKind.KillSwitch, Name = "", Descriptor = "", Token = "", Gate = Verdict.Deny });
            foreach (var operation in operations)
            {
                batch.Add(operation);
            }

            if ((await store.ApplyAsync(batch, CancellationToken.None)) is { Severity: not Verdict.Allow })
            {
                throw new InvalidOperationException("a call was not let through");
            }
        }
    }

    private static RateRule RuleOf(ShareRule? share) =>
        new() { Name = "limit", Per = new Descriptor(DescriptorSource.Tenant), Rate = 10_000_000, WindowMs = 3_600_000, Algorithm = RateAlgorithm.Sliding, Share = share };

    private static BudgetRule BudgetOf(ShareRule? share) =>
        new() { Name = "daily", Unit = "credits", Per = new Descriptor(DescriptorSource.Tenant), Window = CalendarUnit.Total, Cap = 10_000_000, Share = share };

    private static CounterOperation Rate(RateRule rule) =>
        new() { Kind = CounterKind.Rate, Name = rule.Name, Descriptor = "", Token = "", Rate = rule, Cost = 1, Gate = Verdict.Deny };

    private static CounterOperation Reserve(BudgetRule budget) => new()
    {
        Kind = CounterKind.Reserve, Name = budget.Name, Descriptor = "", Token = "", Budget = budget, Cost = 1, Cap = 10_000_000, Window = CalendarWindow.Forever, Gate = Verdict.Deny,
    };

    private static CounterOperation Strikes() =>
        new() { Kind = CounterKind.Strike, Name = "strikes", Descriptor = "session", Token = "", Threshold = 3, WindowMs = 3_600_000, Gate = Verdict.Deny };

    private sealed class Counted(IScriptConnection inner) : IScriptConnection
    {
        private int _scripts;

        public int Scripts => Volatile.Read(ref _scripts);

        public ScriptConnectionState State => inner.State;

        public bool IsCluster => inner.IsCluster;

        public ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _scripts);
            return inner.RunAsync(call, deadline, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
