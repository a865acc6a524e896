using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>One tenant's shares in this process. Everything that changes them is done under one lock, so that a decision takes of all of its limits or of none.</summary>
internal sealed class TenantShares(string tenant, TimeProvider time)
{
    /// <summary>Limits and kinds of calls whose demand is watched. Beyond, a call is decided by the shared counters.</summary>
    public const int MostWatched = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<CounterKey, Share<RateLot>> _rates = [];
    private readonly Dictionary<CounterKey, Share<BudgetLot>> _budgets = [];
    private readonly RateLot?[] _found = new RateLot?[CounterBatch.Limit];
    private int _generation;

    public string Tenant => tenant;

    /// <summary>Counts how often all was given back: what was asked for before is not used after.</summary>
    public int Generation
    {
        get
        {
            lock (_gate)
            {
                return _generation;
            }
        }
    }

    /// <summary>
    /// Answers a batch of which <see cref="ShareableBatch.Is"/> was said, when a share has all that it asks for; else counts that it was asked for.
    /// </summary>
    public bool TryAnswer(CounterBatch batch, long at, long epoch)
    {
        lock (_gate)
        {
            var reserves = ShareableBatch.ReservesOf(batch);
            Watch(batch, reserves, at);
            var now = long.MaxValue;
            for (var i = 1; i < batch.Count - reserves.Length; i++)
            {
                ref readonly var operation = ref batch.Operations[i];
                var lot = _found[i] = Find(operation, at, epoch);
                if (lot is null)
                {
                    return false;
                }

                now = Math.Min(now, lot.ServerTimeAt(at, time));
            }

            BudgetLot.Held held = default;
            if (reserves.Length > 0)
            {
                var lot = Find(reserves, batch.LeaseMs, at, epoch);
                if (lot is null || !lot.TryUse(out held))
                {
                    return false;
                }

                now = Math.Min(now, lot.ServerTimeAt(at, time));
            }

            Fill(batch, reserves.Length, now, held);
            return true;
        }
    }

    /// <summary>After the shared counters answered a shareable batch: how much may be taken of what they have left.</summary>
    public void Learn(CounterBatch batch)
    {
        lock (_gate)
        {
            var reserves = ShareableBatch.ReservesOf(batch);
            var first = batch.Count - reserves.Length;
            for (var i = 1; i < first; i++)
            {
                if (_rates.TryGetValue(KeyOf(batch.Operations[i]), out var share))
                {
                    share.Room = ShareRoom.OfRate(batch.Operations[i], batch.Readings[i].Remaining);
                }
            }

            if (reserves.Length > 0 && _budgets.TryGetValue(KeyOf(reserves[0]), out var budgets))
            {
                budgets.Room = ShareRoom.OfBudgets(reserves, batch.Readings.Items[first..]);
            }
        }
    }

    /// <summary>What should be taken for calls as this one; null for nothing. What it names is being taken from then on.</summary>
    public List<SharePlan>? Plan(CounterBatch batch, long at, long epoch)
    {
        List<SharePlan>? plans = null;
        lock (_gate)
        {
            var reserves = ShareableBatch.ReservesOf(batch);
            for (var i = 1; i < batch.Count - reserves.Length; i++)
            {
                ref readonly var operation = ref batch.Operations[i];
                if (_rates.TryGetValue(KeyOf(operation), out var share) && share.Wanted(at, epoch, byCost: true) is > 0 and var hits)
                {
                    share.IsTaking = true;
                    (plans ??= []).Add(new SharePlan(this, _generation, [operation with { Cost = hits }], hits, 0));
                }
            }

            if (reserves.Length > 0 && _budgets.TryGetValue(KeyOf(reserves[0]), out var budgets) && budgets.Wanted(at, epoch, byCost: false) is > 0 and var calls)
            {
                budgets.IsTaking = true;
                (plans ??= []).Add(new SharePlan(this, _generation, reserves.ToArray(), calls, batch.LeaseMs));
            }
        }

        return plans;
    }

    /// <summary>Keeps what was taken. False when it came too late: it is to be given back at once.</summary>
    public bool TryKeep(SharePlan plan, Lot? lot)
    {
        lock (_gate)
        {
            var key = KeyOf(plan.Operations[0]);
            if (plan.Operations[0].Kind == CounterKind.Rate)
            {
                return _rates.TryGetValue(key, out var share) && Keep(share, plan, (RateLot?)lot);
            }

            return _budgets.TryGetValue(key, out var budgets) && Keep(budgets, plan, (BudgetLot?)lot);
        }
    }

    /// <summary>Takes out what is used no longer; all of it when the tenant is to begin anew. What is left in it is to be given back.</summary>
    public void TakeEnded(List<Lot> ended, long at, long epoch, bool all)
    {
        lock (_gate)
        {
            if (all)
            {
                _generation++;
            }

            TakeEnded(_rates, ended, at, epoch, all);
            TakeEnded(_budgets, ended, at, epoch, all);
        }
    }

    private bool Keep<TLot>(Share<TLot> share, SharePlan plan, TLot? lot)
        where TLot : Lot
    {
        share.IsTaking = false;
        share.Room = lot?.RoomLeft ?? 0;
        if (lot is null || plan.Generation != _generation)
        {
            return false;
        }

        share.Lots.Add(lot);
        return true;
    }

    private static void TakeEnded<TLot>(Dictionary<CounterKey, Share<TLot>> shares, List<Lot> ended, long at, long epoch, bool all)
        where TLot : Lot
    {
        foreach (var (key, share) in shares)
        {
            for (var i = share.Lots.Count - 1; i >= 0; i--)
            {
                var lot = share.Lots[i];
                if (all || !lot.IsLive(at, epoch))
                {
                    share.Lots.RemoveAt(i);
                    ended.Add(lot);
                }
            }

            if (share.IsIdle(at))
            {
                shares.Remove(key);
            }
        }
    }

    private void Watch(CounterBatch batch, ReadOnlySpan<CounterOperation> reserves, long at)
    {
        for (var i = 1; i < batch.Count - reserves.Length; i++)
        {
            Watched(_rates, batch.Operations[i])?.Ask(batch.Operations[i].Cost, at);
        }

        if (reserves.Length > 0)
        {
            Watched(_budgets, reserves[0])?.Ask(0, at);
        }
    }

    private Share<TLot>? Watched<TLot>(Dictionary<CounterKey, Share<TLot>> shares, in CounterOperation operation)
        where TLot : Lot
    {
        var key = KeyOf(operation);
        if (!shares.TryGetValue(key, out var share) && _rates.Count + _budgets.Count < MostWatched)
        {
            shares.Add(key, share = new Share<TLot>(SharedOperations.ShareOf(operation)!.ForMs * time.TimestampFrequency / 1000));
        }

        return share;
    }

    private RateLot? Find(in CounterOperation operation, long at, long epoch)
    {
        if (_rates.TryGetValue(KeyOf(operation), out var share))
        {
            foreach (var lot in share.Lots)
            {
                if (lot.IsLive(at, epoch) && lot.Fits(operation))
                {
                    return lot;
                }
            }
        }

        return null;
    }

    private BudgetLot? Find(ReadOnlySpan<CounterOperation> reserves, long leaseMs, long at, long epoch)
    {
        if (_budgets.TryGetValue(KeyOf(reserves[0]), out var share))
        {
            foreach (var lot in share.Lots)
            {
                if (lot.IsLive(at, epoch) && lot.Fits(reserves, leaseMs, lot.ServerTimeAt(at, time)))
                {
                    return lot;
                }
            }
        }

        return null;
    }

    private void Fill(CounterBatch batch, int reserves, long now, in BudgetLot.Held held)
    {
        var readings = batch.Readings;
        readings.Clear();
        readings.Now = now;
        readings.Severity = batch.Severity;
        readings.ReservationId = reserves > 0 ? held.Id : batch.ReservationId;
        readings.Reserved = reserves > 0;
        readings.LeaseEnd = held.LeaseEnd;
        readings.FromShare = true;
        readings[0].State = CounterState.Ok;
        var first = batch.Count - reserves;
        for (var i = 1; i < first; i++)
        {
            readings[i] = _found[i]!.Use(batch.Operations[i].Cost);
        }

        for (var i = 0; i < reserves; i++)
        {
            readings[first + i] = held.Readings[i];
        }
    }

    /// <summary>Without its window: a lot knows its own.</summary>
    private static CounterKey KeyOf(in CounterOperation operation) => new(operation.Kind, 0, operation.Name, operation.Descriptor);
}
