using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>
/// Random histories of reserve, settle, renew, time and retries over two budgets, against a model that knows nothing of leases' books: at every admission
/// committed + live reserved ≤ cap, spend is never lost, what was not allowed holds nothing.
/// </summary>
public sealed class ReservationModelTests
{
    private const long Cap = 100;
    private const long LeaseMs = 1_000;

    private enum Action
    {
        Reserve,
        ReserveHeldBack,
        Commit,
        Release,
        Renew,
        Wait,
    }

    private readonly record struct Step(Action Action, int Which, int Amount);

    [Fact]
    public void History_Any_KeepsTheInvariant()
    {
        var step = from action in Gen.Elements(Enum.GetValues<Action>())
                   from which in Gen.Choose(0, 12)
                   from amount in Gen.Choose(0, 60)
                   select new Step(action, which, amount);
        var property = Prop.ForAll(step.ListOf().Select(list => list.ToArray()).ToArbitrary(), (Func<Step[], Task<bool>>)HoldsAsync);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(200).WithCommittedSeed(20261120, 5), property);
    }

    private static async Task<bool> HoldsAsync(Step[] history)
    {
        var clock = new ManualClock();
        using var store = new InMemoryCounterStore(clock);
        var model = new List<Held>();
        var committed = 0L;
        foreach (var step in history)
        {
            var live = model.Where(held => held.IsLive(clock.Milliseconds)).Sum(held => held.Amount);
            switch (step.Action)
            {
                case Action.Reserve or Action.ReserveHeldBack:
                    var id = Guid.NewGuid();
                    var batch = Batch(step.Amount, id, step.Action == Action.Reserve ? Verdict.Allow : Verdict.RequireApproval);
                    var readings = await store.ApplyAsync(batch, CancellationToken.None);
                    var fits = committed + live < Cap && committed + live + step.Amount <= Cap && step.Action == Action.Reserve;
                    Assert.Equal(fits, readings.Reserved);
                    Assert.Equal(committed + live, readings[0].Used);
                    if (readings.Reserved)
                    {
                        model.Add(new Held(id, step.Amount, clock.Milliseconds + LeaseMs));
                    }

                    break;
                case Action.Wait:
                    clock.Advance(step.Amount * 10);
                    break;
                default:
                    if (model.Count > 0)
                    {
                        committed += await SettleAsync(store, model[step.Which % model.Count], step, clock.Milliseconds);
                    }

                    break;
            }
        }

        return true;
    }

    /// <summary>Settles, twice, and gives the spend that the model says it adds.</summary>
    private static async Task<long> SettleAsync(InMemoryCounterStore store, Held held, Step step, long now)
    {
        var action = step.Action switch { Action.Commit => SettleAction.Commit, Action.Release => SettleAction.Release, _ => SettleAction.Renew };
        var reservation = new Reservation(held.Id, "acme", held.End, [Budget("daily", held.Amount), Budget("campaign", held.Amount)]);
        Amount[] actual = [new("credits", step.Amount)];
        var first = await store.SettleAsync(reservation, action, actual, LeaseMs, CancellationToken.None);
        var second = await store.SettleAsync(reservation, action, actual, LeaseMs, CancellationToken.None);
        if (held.Settled is { } before)
        {
            var same = before.Action == action && (action != SettleAction.Commit || before.Amount == step.Amount) && action != SettleAction.Renew;
            Assert.Equal(same ? SettleState.Repeated : SettleState.Conflict, first.State);
            Assert.Equal(first.State, second.State);
            return 0;
        }

        Assert.Equal(held.IsLive(now) ? SettleState.Applied : SettleState.Late, first.State);
        if (action == SettleAction.Renew)
        {
            held.End = held.IsLive(now) ? Math.Max(held.End, now + LeaseMs) : held.End;
            return 0;
        }

        Assert.Equal(SettleState.Repeated, second.State);
        held.Settled = (action, step.Amount);
        return action == SettleAction.Commit ? step.Amount : 0;
    }

    private static CounterBatch Batch(long amount, Guid id, Verdict severity)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        batch.Severity = severity;
        batch.ReservationId = id;
        batch.LeaseMs = LeaseMs;
        batch.Add(Operation.Reserve(amount, Cap));
        batch.Add(Operation.Reserve(amount, Cap, "campaign"));
        return batch;
    }

    private static HeldBudget Budget(string name, long amount) => new(name, "", "credits", 0, long.MaxValue, amount, Cap);

    private sealed class Held(Guid id, long amount, long end)
    {
        public Guid Id { get; } = id;

        public long Amount { get; } = amount;

        public long End { get; set; } = end;

        public (SettleAction Action, long Amount)? Settled { get; set; }

        public bool IsLive(long now) => Settled is null && End > now;
    }
}
