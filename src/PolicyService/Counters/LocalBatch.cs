using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The part of a batch that counters of this process may answer, and the way back of its readings. Reused.</summary>
internal sealed class LocalBatch
{
    private readonly int[] _places = new int[CounterBatch.Limit];

    public CounterBatch Batch { get; } = new();

    /// <summary>
    /// Takes the operations whose rule is local, but for the kill switch. Without the request's mark: a retry during an outage is decided anew, which can
    /// only be stricter. What must deny for want of an answer is severity, so that nothing is held for it.
    /// </summary>
    public void Take(CounterBatch batch, bool takesBudgets)
    {
        Batch.Clear();
        Batch.Readings.Clear();
        Batch.Tenant = batch.Tenant;
        Batch.ReservationId = batch.ReservationId;
        Batch.LeaseMs = batch.LeaseMs;
        Batch.Severity = batch.Severity;
        var operations = batch.Operations;
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var operation = ref operations[i];
            if (operation.Kind == CounterKind.KillSwitch)
            {
                continue;
            }

            if (operation.Outage == OutageRule.Local && (takesBudgets || operation.Kind != CounterKind.Reserve))
            {
                _places[Batch.Add(operation)] = i;
            }
            else if (operation.Outage != OutageRule.Allow)
            {
                Batch.Severity = Verdict.Deny;
            }
        }
    }

    public void GiveTo(CounterBatch batch)
    {
        var (from, to) = (Batch.Readings, batch.Readings);
        for (var i = 0; i < Batch.Count; i++)
        {
            // A store that is full has no answer either.
            if (from[i].State is not (CounterState.Unavailable or CounterState.NotRead))
            {
                to[_places[i]] = from[i];
                to[_places[i]].Local = true;
            }
        }

        to.Reserved = from.Reserved;
        to.LeaseEnd = from.LeaseEnd;
        to.Severity = Batch.Count > 0 ? from.Severity : Batch.Severity;
    }
}
