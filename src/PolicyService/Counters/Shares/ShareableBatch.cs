using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>Which batches a share can answer: those in which nothing is asked but the kill switch, then limits and last budgets that all have a share.</summary>
internal static class ShareableBatch
{
    /// <summary>
    /// A retry's mark is kept by the shared counters, so a call with a request id is not for a share. Neither is a budget of a call that is denied already,
    /// nor one that is held by force.
    /// </summary>
    public static bool Is(CounterBatch batch)
    {
        if (!batch.Request.IsNone || batch.Count < 2 || batch.Operations[0].Kind != CounterKind.KillSwitch)
        {
            return false;
        }

        var reserves = false;
        for (var i = 1; i < batch.Count; i++)
        {
            ref readonly var operation = ref batch.Operations[i];
            switch (operation.Kind)
            {
                case CounterKind.Rate when !reserves && operation is { Cost: > 0, Rate: { Share: not null, Algorithm: not RateAlgorithm.Gcra } }:
                    break;
                case CounterKind.Reserve when operation is { Cost: > 0 and <= Amount.Greatest, Force: false, Budget.Share: not null } && Holds(batch):
                    reserves = true;
                    break;
                default:
                    return false;
            }

            if (BatchCheck.IsInvalid(batch, operation) || IsTwice(batch, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The budgets of a batch that is shareable; they come last.</summary>
    public static ReadOnlySpan<CounterOperation> ReservesOf(CounterBatch batch)
    {
        var first = batch.Count;
        while (first > 0 && batch.Operations[first - 1].Kind == CounterKind.Reserve)
        {
            first--;
        }

        return batch.Operations[first..];
    }

    private static bool Holds(CounterBatch batch) => batch.LeaseMs > 0 && batch.ReservationId != Guid.Empty && batch.Severity.LetsGoOn();

    private static bool IsTwice(CounterBatch batch, int index)
    {
        ref readonly var operation = ref batch.Operations[index];
        for (var i = 1; i < index; i++)
        {
            ref readonly var earlier = ref batch.Operations[i];
            if (earlier.Kind == operation.Kind && earlier.Name == operation.Name && earlier.Descriptor == operation.Descriptor)
            {
                return true;
            }
        }

        return false;
    }
}
