using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The first phase: reads every operation, writes nothing, keeps room for the entries that the second may need.</summary>
internal sealed class BatchCheck(TenantCounters tenant, OperationScratch[] scratch)
{
    /// <summary>Fills the readings and gives the highest of the engine's severity and the gates that did not pass.</summary>
    public Verdict Run(CounterBatch batch, long now)
    {
        var severity = batch.Severity;
        var duplicate = false;

        // Strikes come second: whether one is asked for may depend on a duplicate anywhere in the batch.
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var operation = ref batch.Operations[index];
            if (operation.Kind != CounterKind.Strike)
            {
                severity = severity.Or(CheckOne(batch, index, duplicate: false, now));
                duplicate |= operation.Kind == CounterKind.Duplicate && batch.Readings[index].State == CounterState.Over;
            }
        }

        for (var index = 0; index < batch.Count; index++)
        {
            if (batch.Operations[index].Kind == CounterKind.Strike)
            {
                severity = severity.Or(CheckOne(batch, index, duplicate, now));
            }
        }

        return severity;
    }

    private Verdict CheckOne(CounterBatch batch, int index, bool duplicate, long now)
    {
        ref readonly var operation = ref batch.Operations[index];
        ref var reading = ref batch.Readings[index];
        ref var place = ref scratch[index];
        place = default;
        place.Invalid = IsInvalid(batch, operation);
        if (place.Invalid)
        {
            reading.State = CounterState.Over;
            return operation.Gate;
        }

        if (operation.Kind != CounterKind.KillSwitch)
        {
            place.Key = CounterKey.Of(operation, now);
            place.Entry = Find(operation.Kind, place.Key, now);
        }

        Read(batch, index, duplicate, now);
        if (place.Entry is null && MayWrite(batch, operation, reading.State, duplicate))
        {
            place.Promised = Promise(now);
            if (!place.Promised)
            {
                reading = default;
                reading.State = CounterState.Unavailable;
            }
        }

        return BatchApplication.GateOf(operation, reading.State);
    }

    private bool Promise(long now)
    {
        if (tenant.Entries.TryPromise())
        {
            return true;
        }

        tenant.Entries.Sweep(now, 64);
        return tenant.Entries.TryPromise();
    }

    /// <summary>The operation cannot be what it says, in any store: it is over, and consumes nothing.</summary>
    public static bool IsInvalid(CounterBatch batch, in CounterOperation operation) => operation.Kind switch
    {
        CounterKind.Rate => operation.Cost is < -Amount.Greatest or > Amount.Greatest || !Rates.IsValid(operation),
        CounterKind.Reserve => operation.Cost is < 0 or > Amount.Greatest || operation.Budget is null || operation.Cap is < 0 or > Amount.Greatest
            || !Windows.IsValid(operation.Window),
        CounterKind.Member => operation.MemberStart < 0 || operation.MemberCount < 0 || operation.MemberStart > batch.Members.Count - operation.MemberCount,
        _ => false,
    };

    private CounterEntry? Find(CounterKind kind, in CounterKey key, long now) => kind switch
    {
        CounterKind.Rate => tenant.Entries.Find<RateEntry>(key, now),
        CounterKind.Duplicate => tenant.Entries.Find<DuplicateEntry>(key, now),
        CounterKind.Strike => tenant.Entries.Find<StrikeEntry>(key, now),
        CounterKind.Reserve => tenant.Entries.Find<BudgetEntry>(key, now),
        CounterKind.Member => tenant.Entries.Find<MemberEntry>(key, now),
        _ => tenant.Entries.Find<MarkEntry>(key, now),
    };

    /// <summary>An entry that is not there yet may have to be made.</summary>
    private static bool MayWrite(CounterBatch batch, in CounterOperation operation, CounterState state, bool duplicate) => operation.Kind switch
    {
        CounterKind.KillSwitch => false,
        CounterKind.Rate => operation.Cost > 0 && (state == CounterState.Ok || operation.Rate!.CountDenied),
        CounterKind.Reserve => state != CounterState.Over || operation.Force,
        CounterKind.Strike or CounterKind.Taint or CounterKind.Require => IsAsked(operation, duplicate),
        CounterKind.Member => Members.Writes(operation, batch),
        _ => state == CounterState.Ok,
    };

    /// <summary>A strike, taint or fact is to be written.</summary>
    public static bool IsAsked(in CounterOperation operation, bool duplicate) =>
        operation.Write == CounterWrite.Always || (operation.Write == CounterWrite.OnDuplicate && duplicate);

    private void Read(CounterBatch batch, int index, bool duplicate, long now)
    {
        ref readonly var operation = ref batch.Operations[index];
        ref var reading = ref batch.Readings[index];
        var entry = scratch[index].Entry;
        switch (operation.Kind)
        {
            case CounterKind.KillSwitch:
                reading.State = tenant.Frozen ? CounterState.Over : CounterState.Ok;
                break;
            case CounterKind.Rate:
                ReadRate(operation, (RateEntry?)entry, PendingBefore(batch, index), now, ref reading);
                break;
            case CounterKind.Duplicate:
                Duplicates.Check(operation, (DuplicateEntry?)entry, now, ref reading);
                break;
            case CounterKind.Strike:
                Strikes.Check(operation, (StrikeEntry?)entry, IsAsked(operation, duplicate), now, ref reading);
                break;
            case CounterKind.Reserve:
                Budgets.Check(operation, (BudgetEntry?)entry, PendingBefore(batch, index), now, ref reading);
                break;
            case CounterKind.Member:
                Members.Check(operation, batch, (MemberEntry?)entry, ref reading);
                break;
            default:
                Marks.Check(operation, (MarkEntry?)entry, ref reading);
                break;
        }
    }

    private static void ReadRate(in CounterOperation operation, RateEntry? entry, long pending, long now, ref CounterReading reading)
    {
        if (entry is not null)
        {
            Rates.Heal(operation, entry, now);
        }

        var view = Rates.View(operation, entry, now);
        reading.Used = view.Used;
        reading.Remaining = view.Remaining;
        reading.ResetAt = view.ResetAt;

        // A peek (cost 0) is over when the next hit would be; what is given back passes always.
        reading.State = operation.Cost < 0 || Math.Max(1, operation.Cost) <= view.Remaining - pending ? CounterState.Ok : CounterState.Over;
    }

    /// <summary>What earlier operations of this batch ask of the same counter: two of them together must fit. What one gives back makes no room for another.</summary>
    private long PendingBefore(CounterBatch batch, int index)
    {
        var pending = 0L;
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (batch.Operations[earlier].Kind == batch.Operations[index].Kind && !scratch[earlier].Invalid && scratch[earlier].Key == scratch[index].Key)
            {
                pending = Saturating.Add(pending, Math.Max(0, batch.Operations[earlier].Cost));
            }
        }

        return pending;
    }
}
