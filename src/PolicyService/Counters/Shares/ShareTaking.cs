using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>Takes shares out of the shared counters by the same script that decides, and gives back what is left of them.</summary>
internal sealed class ShareTaking(RedisCounterStore shared, TimeProvider time)
{
    /// <summary>How long it is remembered that a share was given back: longer than anybody tries.</summary>
    private const long ReturnedKeptMs = 60_000;

    /// <summary>Null when there was nothing to take, or no answer: what was counted or held then without our knowing ends by itself.</summary>
    public Task<Lot?> TakeAsync(SharePlan plan, CancellationToken cancellationToken) => plan.IsRate ? TakeHitsAsync(plan, cancellationToken) : HoldAsync(plan, cancellationToken);

    /// <summary>False when the counters did not answer: it may be tried again, and counts once.</summary>
    public async Task<bool> GiveBackAsync(string tenant, Lot lot, CancellationToken cancellationToken)
    {
        if (lot is BudgetLot budgets)
        {
            return await ReleaseAsync(tenant, budgets, cancellationToken);
        }

        var rate = (RateLot)lot;
        var batch = new CounterBatch { Tenant = tenant };
        batch.Add(new CounterOperation { Kind = CounterKind.OnceOnly, Name = "share", Descriptor = lot.Id.ToString("N"), Token = "", WindowMs = ReturnedKeptMs, Gate = Verdict.Deny });

        // Named by the window in which they were counted: when that is over nothing is given back.
        batch.Add(rate.Taken with { Cost = -rate.Left, CountedUntil = rate.Reading.ResetAt, Gate = Verdict.None });
        return !(await shared.ApplyAsync(batch, cancellationToken)).AnyUnavailable(batch.Count);
    }

    private async Task<Lot?> TakeHitsAsync(SharePlan plan, CancellationToken cancellationToken)
    {
        var batch = Begin(plan);
        batch.Add(plan.Operations[0] with { Gate = Verdict.Deny });
        var sent = time.GetTimestamp();
        var readings = await shared.ApplyAsync(batch, cancellationToken);
        if (readings.Unavailable || readings[0].State != CounterState.Ok || readings[1].State != CounterState.Ok)
        {
            return null;
        }

        return new RateLot
        {
            ServerTime = readings.Now,
            SentAt = sent,
            EndsAt = EndOf(sent, Math.Min(plan.Rule.ForMs, WindowEnd(plan.Operations[0].Rate!, readings[1]) - readings.Now)),
            Epoch = shared.SeenEpoch(batch.Tenant),
            Size = plan.Amount,
            Taken = plan.Operations[0],
            Reading = readings[1],
        };
    }

    private async Task<Lot?> HoldAsync(SharePlan plan, CancellationToken cancellationToken)
    {
        var batches = new CounterBatch[plan.Amount];
        for (var i = 0; i < batches.Length; i++)
        {
            batches[i] = Begin(plan);
            batches[i].ReservationId = Guid.CreateVersion7();
            batches[i].LeaseMs = plan.LeaseMs;
            foreach (var operation in plan.Operations)
            {
                batches[i].Add(operation with { Gate = Verdict.Deny });
            }
        }

        var sent = time.GetTimestamp();
        await shared.ApplyAsync(batches, cancellationToken);
        var held = batches.Where(batch => batch.Readings is { Unavailable: false, Reserved: true }).ToArray();
        if (held.Length == 0)
        {
            return null;
        }

        // A window ends for all of them at once; a lease is used in its first half only, so that a call has the other to be settled in.
        var now = held[0].Readings.Now;
        var span = Math.Min(plan.Rule.ForMs, plan.LeaseMs / 2);
        foreach (ref readonly var reading in held[0].Readings.Items.Slice(1, plan.Operations.Length))
        {
            span = reading.ResetAt > 0 ? Math.Min(span, reading.ResetAt - now) : span;
        }

        var lot = new BudgetLot
        {
            ServerTime = now,
            SentAt = sent,
            EndsAt = EndOf(sent, span),
            Epoch = shared.SeenEpoch(held[0].Tenant),
            Size = held.Length,
            Taken = plan.Operations,
            LeaseMs = plan.LeaseMs,
        };
        foreach (var batch in held)
        {
            lot.Add(new BudgetLot.Held(batch.ReservationId, batch.Readings.LeaseEnd, batch.Readings.Items.Slice(1, plan.Operations.Length).ToArray()));
        }

        return lot;
    }

    /// <summary>Each is released once, however often it is tried: a reservation's id says so.</summary>
    private async Task<bool> ReleaseAsync(string tenant, BudgetLot lot, CancellationToken cancellationToken)
    {
        var releases = new List<(BudgetLot.Held Held, Task<SettleResult> Result)>();
        while (lot.TryUse(out var held))
        {
            releases.Add((held, shared.SettleAsync(lot.ToReservation(tenant, held), SettleAction.Release, default, 0, cancellationToken).AsTask()));
        }

        foreach (var (held, result) in releases)
        {
            if ((await result).State == SettleState.None)
            {
                lot.Add(held);
            }
        }

        return lot.Left == 0;
    }

    /// <summary>With the kill switch: a tenant that is frozen is given nothing.</summary>
    private static CounterBatch Begin(SharePlan plan)
    {
        var batch = new CounterBatch { Tenant = plan.Shares.Tenant };
        batch.Add(new CounterOperation { Kind = CounterKind.KillSwitch, Name = "", Descriptor = "", Token = "", Gate = Verdict.Deny });
        return batch;
    }

    /// <summary>Unix milliseconds of the server. Hits are used in the window that they were counted in, where the algorithm has them.</summary>
    private static long WindowEnd(RateRule rule, in CounterReading reading) =>
        reading.ResetAt == 0 ? long.MaxValue : rule.Algorithm == RateAlgorithm.Sliding ? reading.ResetAt - rule.WindowMs : reading.ResetAt;

    private long EndOf(long sent, long spanMs) => sent + (Math.Max(0, spanMs) * time.TimestampFrequency / 1000);
}
