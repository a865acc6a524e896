using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Which operations may be answered out of a share.</summary>
internal static class SharedOperations
{
    public static ShareRule? ShareOf(in CounterOperation operation) => operation.Kind switch
    {
        CounterKind.Rate => operation.Rate?.Share,
        CounterKind.Reserve => operation.Budget?.Share,
        _ => null,
    };

    /// <summary>A policy wants a share for some operation of the batch.</summary>
    public static bool Any(CounterBatch batch)
    {
        foreach (ref readonly var operation in batch.Operations)
        {
            if (ShareOf(operation) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
