using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The second phase: writes what the outcome of the first allows, and gives back the room that was kept for the rest.</summary>
internal sealed class BatchConsumption(TenantCounters tenant, OperationScratch[] scratch)
{
    private readonly BatchReservation _reservations = new(tenant, scratch);

    public void Run(CounterBatch batch, long now)
    {
        // First, since a reservation without an answer may raise the severity.
        var holds = _reservations.Plan(batch, batch.Readings.Severity.LetsGoOn(), now);
        var goesOn = batch.Readings.Severity.LetsGoOn();
        var ratesPass = RatesPass(batch);
        var duplicate = HasDuplicate(batch);
        for (var index = 0; index < batch.Count; index++)
        {
            ref var reading = ref batch.Readings[index];
            ref var place = ref scratch[index];
            if (!place.Invalid && reading.State != CounterState.Unavailable)
            {
                Consume(batch, index, goesOn, ratesPass, duplicate, holds, now);
            }

            if (place.Promised)
            {
                tenant.Entries.Unpromise();
            }

            place = default;
        }
    }

    private void Consume(CounterBatch batch, int index, bool goesOn, bool ratesPass, bool duplicate, Lease? holds, long now)
    {
        ref readonly var operation = ref batch.Operations[index];
        ref var reading = ref batch.Readings[index];
        switch (operation.Kind)
        {
            case CounterKind.Rate when operation.Cost > 0 && ((ratesPass && reading.State == CounterState.Ok) || operation.Rate!.CountDenied):
                CountRate(operation, index, now, ref reading);
                break;
            case CounterKind.Rate when operation.Cost < 0 && goesOn:
                GiveBack(operation, index, now, ref reading);
                break;
            case CounterKind.Duplicate when goesOn || reading.State == CounterState.Over:
                var seen = EntryOf<DuplicateEntry>(index, now, out var firstSeen);
                Duplicates.Remember(operation, seen, now);
                Track(index, seen, firstSeen);
                break;
            case CounterKind.Strike when BatchCheck.IsAsked(operation, duplicate) && Strikes.Adds(operation, (StrikeEntry?)scratch[index].Entry):
                var strikes = EntryOf<StrikeEntry>(index, now, out var firstStrike);
                Strikes.Add(operation, strikes, now);
                Track(index, strikes, firstStrike);
                break;
            case CounterKind.Strike when operation.Write == CounterWrite.Clear && goesOn && tenant.Entries.Find<StrikeEntry>(scratch[index].Key, now) is { } cleared:
                Strikes.Clear(cleared);
                break;
            case CounterKind.Reserve when holds is not null:
                Hold(operation, index, holds, now, ref reading);
                break;
            case CounterKind.Member when Members.Writes(operation, batch):
                var members = EntryOf<MemberEntry>(index, now, out var firstMember);
                Members.Write(operation, batch, members, tenant.Entries, goesOn, now, ref reading);
                Track(index, members, firstMember);
                break;
            case CounterKind.OnceOnly when goesOn && reading.Used == 0:
            case CounterKind.Bind when reading.State == CounterState.Ok:
            case CounterKind.Taint or CounterKind.Require when BatchCheck.IsAsked(operation, duplicate):
                reading.Written = reading.Used == 0;
                var mark = EntryOf<MarkEntry>(index, now, out var firstMark);
                Marks.Write(operation, mark, now);
                Track(index, mark, firstMark);
                break;
        }
    }

    private void CountRate(in CounterOperation operation, int index, long now, ref CounterReading reading)
    {
        var entry = EntryOf<RateEntry>(index, now, out var made);
        Rates.Count(operation, entry, now);
        Track(index, entry, made);
        Show(operation, entry, now, ref reading);
    }

    // Looked up anew: an earlier operation of the batch may have made it.
    private void GiveBack(in CounterOperation operation, int index, long now, ref CounterReading reading)
    {
        var entry = tenant.Entries.Find<RateEntry>(scratch[index].Key, now);
        if (entry is not null && (operation.CountedUntil == 0 || now < operation.CountedUntil))
        {
            Rates.GiveBack(operation, entry, now);
        }

        Show(operation, entry, now, ref reading);
    }

    private static void Show(in CounterOperation operation, RateEntry? entry, long now, ref CounterReading reading)
    {
        var view = Rates.View(operation, entry, now);
        reading.Used = view.Used;
        reading.Remaining = view.Remaining;
        reading.ResetAt = view.ResetAt;
    }

    private void Hold(in CounterOperation operation, int index, Lease lease, long now, ref CounterReading reading)
    {
        var budget = EntryOf<BudgetEntry>(index, now, out var made);
        budget.ExpiresAt = Math.Max(budget.ExpiresAt, Budgets.ExpiryOf(Windows.Pick(operation.Window, now).End));
        Track(index, budget, made);
        lease.Hold(budget, operation.Cost);
        reading.Remaining = Math.Max(0, operation.Cap - budget.Used);
    }

    private static bool RatesPass(CounterBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var operation = ref batch.Operations[index];
            if (operation.Kind == CounterKind.Rate && operation.Gate != Verdict.None && batch.Readings[index].State == CounterState.Over)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasDuplicate(CounterBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            if (batch.Operations[index].Kind == CounterKind.Duplicate && batch.Readings[index].State == CounterState.Over)
            {
                return true;
            }
        }

        return false;
    }

    private T EntryOf<T>(int index, long now, out bool made)
        where T : CounterEntry, new()
    {
        ref var place = ref scratch[index];
        if (place.Entry is T known)
        {
            made = false;
            return known;
        }

        var entry = tenant.Entries.GetOrAdd<T>(place.Key, now, place.Promised, out made);
        place.Promised = false;
        place.Entry = entry;
        return entry;
    }

    private void Track(int index, CounterEntry entry, bool made)
    {
        if (made)
        {
            tenant.Entries.Track(scratch[index].Key, entry);
        }
    }
}
