using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Decides whether a batch's budgets are held: in all of them or in none.</summary>
internal sealed class BatchReservation(TenantCounters tenant, OperationScratch[] scratch)
{
    /// <summary>
    /// The lease to hold under; null when nothing is held: the caller may not go on, no budget applies, one of them is over without force, or there is no room.
    /// All budgets are held or none.
    /// </summary>
    public Lease? Plan(CounterBatch batch, bool goesOn, long now)
    {
        var any = false;
        var fits = goesOn;
        var answered = true;
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var operation = ref batch.Operations[index];
            if (operation.Kind == CounterKind.Reserve)
            {
                any = true;
                fits &= !scratch[index].Invalid && (batch.Readings[index].State != CounterState.Over || operation.Force);
            }

            answered &= batch.Readings[index].State != CounterState.Unavailable;
        }

        if (!any || batch.LeaseMs <= 0 || batch.ReservationId == Guid.Empty)
        {
            return null;
        }

        if (tenant.Leases.Find(batch.ReservationId, now) is { } live)
        {
            // The same reservation asked for again: it holds already.
            Answer(batch, live.End);
            return null;
        }

        if (!answered || (fits && !tenant.Slots.TryTake()))
        {
            MarkUnavailable(batch);
            return null;
        }

        if (!fits)
        {
            return null;
        }

        // One that has ended and was not swept yet makes room.
        tenant.Leases.Remove(batch.ReservationId);
        var end = Saturating.Add(now, batch.LeaseMs);
        Answer(batch, end);
        return tenant.Leases.Add(batch.ReservationId, end);
    }

    private static void Answer(CounterBatch batch, long leaseEnd)
    {
        batch.Readings.Reserved = true;
        batch.Readings.LeaseEnd = leaseEnd;
    }

    /// <summary>A budget that could hold nothing because the store had no answer is itself without an answer: its own outage rule must decide.</summary>
    private static void MarkUnavailable(CounterBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var operation = ref batch.Operations[index];
            if (operation.Kind == CounterKind.Reserve && batch.Readings[index].State != CounterState.Over)
            {
                batch.Readings[index].State = CounterState.Unavailable;
                batch.Readings.Severity = batch.Readings.Severity.Or(operation.Gate);
            }
        }
    }
}
