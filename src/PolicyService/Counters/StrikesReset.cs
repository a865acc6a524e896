using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>What a reset of strikes found.</summary>
/// <param name="IsDone">False when the store did not answer: the strikes stand, and the caller tries again.</param>
/// <param name="Any">There were strikes or a block to forget.</param>
/// <param name="BlockedUntil">When the block would have ended, Unix milliseconds; 0 when there was none.</param>
public readonly record struct StrikesReset(bool IsDone, bool Any, long BlockedUntil)
{
    /// <summary>The reset as a batch of one operation.</summary>
    internal static CounterBatch BatchOf(string tenant, string descriptor)
    {
        var batch = new CounterBatch { Tenant = tenant };
        batch.Add(new CounterOperation
        {
            Kind = CounterKind.Strike,
            Name = StrikeRules.CounterName,
            Descriptor = descriptor,
            Token = "",
            Write = CounterWrite.Clear,
            WindowMs = Amount.Greatest,
            Gate = Verdict.None,
        });
        return batch;
    }

    internal static StrikesReset Of(CounterReadings readings) => readings[0].State == CounterState.Ok
        ? new StrikesReset(IsDone: true, readings[0].Written, readings[0].ResetAt)
        : default;
}
