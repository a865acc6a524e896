using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;

namespace AiDesk.Redis.Tests.Models;

/// <summary>
/// Reserve, settle, renew, expire and retry over two budgets: both stores answer the same, and at every admission committed + live reserved ≤ cap by books of
/// our own, which know nothing of leases' keys; spend is never lost.
/// </summary>
internal sealed class ReservationHistory(int seed, ManualClock clock) : IHistory
{
    private const long LeaseMs = 1_000;

    private readonly long _cap = new Random(seed).Next(1, 200);
    private readonly List<Held> _held = [];
    private long _committed;

    public async Task StepAsync(Random random, ICounterStore model, ICounterStore store)
    {
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                await ReserveAsync(Guid.NewGuid(), random.Next(0, 60), random.Next(4) == 0 ? Verdict.RequireApproval : Verdict.Allow, model, store);
                break;
            case 3 when _held.Count > 0:
                var again = _held[random.Next(_held.Count)];
                if (again.Settled is null && again.IsLive(clock.Milliseconds))
                {
                    await AskAgainAsync(again, model, store);
                }

                break;
            case 4:
                clock.Advance(random.Next(0, 700));
                break;
            default:
                if (_held.Count > 0)
                {
                    await SettleAsync(_held[random.Next(_held.Count)], (SettleAction)random.Next(1, 4), random.Next(0, 60), model, store);
                }

                break;
        }
    }

    private async Task ReserveAsync(Guid id, long amount, Verdict severity, ICounterStore model, ICounterStore store)
    {
        var now = clock.Milliseconds;
        var live = _held.Where(held => held.IsLive(now)).Sum(held => held.Amount);
        var readings = await Answers.ApplyToBothAsync(batch => Fill(batch, id, amount, severity), model, store);
        readings[0].Used.ShouldBe(_committed + live);
        var fits = _committed + live < _cap && _committed + live + amount <= _cap && severity == Verdict.Allow;
        readings.Reserved.ShouldBe(fits);
        if (readings.Reserved)
        {
            _held.Add(new Held(id, amount, now + LeaseMs));
        }
    }

    /// <summary>The same reservation again holds nothing more.</summary>
    private async Task AskAgainAsync(Held held, ICounterStore model, ICounterStore store)
    {
        var readings = await Answers.ApplyToBothAsync(batch => Fill(batch, held.Id, held.Amount, Verdict.Allow), model, store);
        readings.Reserved.ShouldBeTrue();
        readings.LeaseEnd.ShouldBe(held.End);
    }

    private async Task SettleAsync(Held held, SettleAction action, long cost, ICounterStore model, ICounterStore store)
    {
        var now = clock.Milliseconds;
        var reservation = new Reservation(held.Id, "acme", held.End, [Budget("daily", held.Amount), Budget("campaign", held.Amount)]);
        Amount[] actual = [new("credits", cost)];
        var first = await Answers.SettleInBothAsync(reservation, action, actual, LeaseMs, model, store);
        await Answers.SettleInBothAsync(reservation, action, actual, LeaseMs, model, store);
        if (held.Settled is not null)
        {
            return;
        }

        first.State.ShouldBe(held.IsLive(now) ? SettleState.Applied : SettleState.Late);
        if (action == SettleAction.Renew)
        {
            held.End = held.IsLive(now) ? Math.Max(held.End, now + LeaseMs) : held.End;
            return;
        }

        held.Settled = action;
        _committed += action == SettleAction.Commit ? cost : 0;
    }

    private void Fill(CounterBatch batch, Guid id, long amount, Verdict severity)
    {
        batch.Severity = severity;
        batch.ReservationId = id;
        batch.LeaseMs = LeaseMs;
        batch.Add(Operation.Reserve(amount, _cap));
        batch.Add(Operation.Reserve(amount, _cap, "campaign"));
    }

    private HeldBudget Budget(string name, long amount) => new(name, "", "credits", 0, long.MaxValue, amount, _cap);

    private sealed class Held(Guid id, long amount, long end)
    {
        public Guid Id { get; } = id;

        public long Amount { get; } = amount;

        public long End { get; set; } = end;

        public SettleAction? Settled { get; set; }

        public bool IsLive(long now) => Settled is null && End > now;
    }
}
