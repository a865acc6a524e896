using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>Many callers on one cap: exactly the cap is admitted, never one more.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly InMemoryCounterStore _store = new(new ManualClock());

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ApplyAsync_SixtyFourCallersOnOneRate_AdmitsExactlyTheLimit()
    {
        var rule = Operation.Rule(RateAlgorithm.Fixed, 1000, 3_600_000);
        var admitted = await CountAsync(callers: 64, calls: 50, batch => batch.Add(Operation.Rate(rule)));
        admitted.ShouldBe(1000);
    }

    [Fact]
    public async Task ApplyAsync_SixtyFourCallersOnTwoBudgets_ReservesExactlyTheLesserCap()
    {
        var admitted = await CountAsync(callers: 64, calls: 50, batch =>
        {
            batch.ReservationId = Guid.NewGuid();
            batch.LeaseMs = 60_000;
            batch.Add(Operation.Reserve(1, 5_000));
            batch.Add(Operation.Reserve(1, 777, "campaign"));
        });
        admitted.ShouldBe(777);
    }

    [Fact]
    public async Task ApplyAsync_ManyRedeemOneToken_OneDoes()
    {
        var admitted = 0;
        await Parallel.ForAsync(0, 500, async (caller, cancellationToken) =>
        {
            var batch = new CounterBatch();
            batch.Clear();
            batch.Tenant = "acme";
            batch.Add(Operation.OnceOnly("nonce", $"request-{caller}"));
            if ((await _store.ApplyAsync(batch, cancellationToken))[0].State == CounterState.Ok)
            {
                Interlocked.Increment(ref admitted);
            }
        });
        admitted.ShouldBe(1);
    }

    private async Task<int> CountAsync(int callers, int calls, Action<CounterBatch> fill)
    {
        var admitted = 0;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var batch = new CounterBatch();
            for (var call = 0; call < calls; call++)
            {
                batch.Clear();
                batch.Tenant = "acme";
                fill(batch);
                var readings = await _store.ApplyAsync(batch, CancellationToken.None);
                if (readings.Severity == Decisions.Verdict.Allow)
                {
                    Interlocked.Increment(ref admitted);
                }
            }
        })));
        return admitted;
    }
}
