using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>The memory store's bounds: what it does when it is full, and that it forgets what has expired.</summary>
public sealed class InMemoryLimitsTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly RateRule _rule = Operation.Rule(RateAlgorithm.Fixed, 2, 60_000);
    private InMemoryCounterStore _store;

    public InMemoryLimitsTests() => _store = new InMemoryCounterStore(_clock, new CounterStoreLimits { Entries = 100, EntriesPerTenant = 60 });

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ApplyAsync_TenantFull_AnswersUnavailableForNewKeysOnly()
    {
        await Fill("acme", 60);

        var readings = await Apply("acme", Operation.Rate(_rule, descriptor: "new"));
        readings[0].State.ShouldBe(CounterState.Unavailable);
        readings.Severity.ShouldBe(Verdict.Deny);
        (await Apply("acme", Operation.Rate(_rule, descriptor: "d1")))[0].State.ShouldBe(CounterState.Ok, "a known key counts on");
        (await Apply("acme", Operation.Rate(_rule, descriptor: "d1")))[0].State.ShouldBe(CounterState.Over, "and nothing was forgotten");
        (await Apply("globex", Operation.Rate(_rule, descriptor: "new")))[0].State.ShouldBe(CounterState.Ok, "another tenant has room");
    }

    [Fact]
    public async Task ApplyAsync_StoreFull_AnswersUnavailableForEveryTenant()
    {
        await Fill("acme", 60);
        await Fill("globex", 40);

        (await Apply("initech", Operation.Rate(_rule)))[0].State.ShouldBe(CounterState.Unavailable);
        _store.Entries.ShouldBe(100);
    }

    [Fact]
    public async Task ApplyAsync_StoreFullOfExpired_MakesRoom()
    {
        await Fill("acme", 60);
        _clock.Advance(60_000);
        (await Apply("acme", Operation.Rate(_rule, descriptor: "new")))[0].State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task Timer_ExpiredEntriesOfIdleTenants_AreForgotten()
    {
        await Fill("acme", 60);
        await Fill("globex", 30);
        _clock.Advance(TimeSpan.FromMinutes(1) + InMemoryCounterStore.SweepInterval);
        _store.Entries.ShouldBe(0);
    }

    [Fact]
    public async Task ApplyAsync_NoRoomForOneOperation_ReservesNothingAndTheBudgetHasNoAnswer()
    {
        await _store.ApplyAsync(Batch("acme", Operation.Reserve(1, 100)).Holding(Guid.NewGuid()), CancellationToken.None);
        await Fill("acme", 60);

        var batch = Batch("acme", Operation.Reserve(10, 100), Operation.Rate(_rule, descriptor: "new") with { Gate = Verdict.None }).Holding(Guid.NewGuid());
        await _store.ApplyAsync(batch, CancellationToken.None);

        batch.Readings.Reserved.ShouldBeFalse();
        batch.Readings[0].State.ShouldBe(CounterState.Unavailable);
        batch.Readings.Severity.ShouldBe(Verdict.Deny);
    }

    [Fact]
    public async Task ApplyAsync_RefusedBatches_LeaveNoEntries()
    {
        for (var index = 0; index < 500; index++)
        {
            var batch = Batch("acme", Operation.Reserve(10, 5, descriptor: $"{index}"), Operation.OnceOnly($"{index}", "r"), Operation.Duplicate($"{index}", "m"))
                .Holding(Guid.NewGuid());
            (await _store.ApplyAsync(batch, CancellationToken.None)).Severity.ShouldBe(Verdict.Deny);
        }

        _store.Entries.ShouldBe(0);
    }

    [Fact]
    public async Task SettleAsync_StoreFull_KeepsSpendAllTheSame()
    {
        await Fill("acme", 60);
        var reservation = new Reservation(Guid.NewGuid(), "acme", 0, [new HeldBudget("daily", "", "credits", 0, long.MaxValue, 40, 100)]);

        (await _store.SettleAsync(reservation, SettleAction.Commit, default, 0, CancellationToken.None)).State.ShouldBe(SettleState.Late);

        (await Apply("acme", Operation.Reserve(0, 100)))[0].Used.ShouldBe(40);
    }

    [Fact]
    public async Task ApplyAsync_MoreRequestsThanAreKept_KeepsTheNewest()
    {
        _store.Dispose();
        _store = new InMemoryCounterStore(_clock, new CounterStoreLimits { RequestsPerTenant = 10 });
        for (var index = 0; index < 100; index++)
        {
            await _store.ApplyAsync(Batch("acme", Operation.Rate(_rule, 0)).Retriable($"r{index}", index), CancellationToken.None);
        }

        (await _store.ApplyAsync(Batch("acme", Operation.Rate(_rule, 0)).Retriable("r90", 90), CancellationToken.None)).Repeated.ShouldBeTrue();
        (await _store.ApplyAsync(Batch("acme", Operation.Rate(_rule, 0)).Retriable("r89", 89), CancellationToken.None)).Repeated.ShouldBeFalse();
    }

    [Fact]
    public async Task ApplyAsync_ValuesOfARun_TakeRoomUntilTheyExpire()
    {
        (await _store.ApplyAsync(Values(0, 500), CancellationToken.None))[0].State.ShouldBe(CounterState.Ok);
        _store.Entries.ShouldBe(1 + (1_024 / 32));

        (await _store.ApplyAsync(Values(500, 3_000), CancellationToken.None))[0].State.ShouldBe(CounterState.Incomplete, "the tenant has no room for so many");
        _store.Entries.ShouldBeLessThanOrEqualTo(60);

        _clock.Advance(60_000);
        _store.Sweep();
        _store.Entries.ShouldBe(0);

        static CounterBatch Values(int from, int count)
        {
            var batch = Batch("acme", Operation.Of(CounterKind.Member, "r1", "s1") with { MemberCount = count, WindowMs = 60_000, Gate = Verdict.None });
            for (var value = from; value < from + count; value++)
            {
                batch.Members.Add((ulong)value + 1, MemberSets.Hidden);
            }

            return batch;
        }
    }

    [Fact]
    public void ApplyAsync_KnownKeys_AllocatesNothing()
    {
        var batch = new CounterBatch();
        CounterOperation[] operations =
        [
            Operation.Of(CounterKind.KillSwitch, "", ""),
            Operation.Rate(Operation.Rule(RateAlgorithm.Sliding, 1_000_000, 60_000)),
            Operation.Duplicate("text", "m"),
            Operation.Strike("m", CounterWrite.No),
            Operation.Reserve(1, 1_000_000),
        ];
        for (var round = 0; round < 2_000; round++)
        {
            ApplyTo(batch, operations);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            ApplyTo(batch, operations);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    // Synchronous by the memory store's contract: everything happens on the calling thread.
    private void ApplyTo(CounterBatch batch, CounterOperation[] operations)
    {
        batch.Clear();
        batch.Tenant = "acme";
        foreach (ref readonly var operation in operations.AsSpan())
        {
            batch.Add(operation);
        }

        IsDone(_store.ApplyAsync(batch, CancellationToken.None)).ShouldBeTrue();
    }

    private static bool IsDone(ValueTask<CounterReadings> call) => call.IsCompletedSuccessfully;

    private async Task Fill(string tenant, int entries)
    {
        for (var index = 0; index < entries; index++)
        {
            await Apply(tenant, Operation.Rate(_rule, descriptor: $"d{index}"));
        }
    }

    private async Task<CounterReadings> Apply(string tenant, CounterOperation operation) =>
        await _store.ApplyAsync(Batch(tenant, operation), CancellationToken.None);

    private static CounterBatch Batch(string tenant, params ReadOnlySpan<CounterOperation> operations)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = tenant;
        foreach (ref readonly var operation in operations)
        {
            batch.Add(operation);
        }

        return batch;
    }
}
