using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>One rate: hits of a fixed window, of two windows (sliding), or a theoretical arrival time (GCRA).</summary>
internal sealed class RateEntry : CounterEntry
{
    /// <summary>Fixed, sliding: start of the window that <see cref="Count"/> belongs to.</summary>
    public long Start;

    /// <summary>Fixed, sliding: hits in that window.</summary>
    public long Count;

    /// <summary>Sliding: hits in the window before.</summary>
    public long Previous;

    /// <summary>GCRA: theoretical arrival time of the next hit in milliseconds times <see cref="Scale"/>, so that no rate is rounded.</summary>
    public Int128 ArrivalTime;

    /// <summary>GCRA: the rule's rate when <see cref="ArrivalTime"/> was written.</summary>
    public long Scale;
}

/// <summary>A rate as it stands now, before or after a hit.</summary>
/// <param name="Used">Hits that count now.</param>
/// <param name="Remaining">Hits that are left.</param>
/// <param name="ResetAt">When all of it is back; 0 when it is.</param>
internal readonly record struct RateView(long Used, long Remaining, long ResetAt)
{
    public static RateView Of(long used, long limit, long resetAt) => new(used, Math.Max(0, limit - used), resetAt);
}

/// <summary>The algorithm of a rule: how it stands, and how a hit is counted.</summary>
internal static class Rates
{
    /// <summary>The rule is one that every store counts exactly: see <see cref="RateRule.IsExact"/>.</summary>
    public static bool IsValid(in CounterOperation operation) => operation.Rate switch
    {
        null => false,
        { Algorithm: RateAlgorithm.Fixed, Calendar: not CalendarUnit.None } => operation.Rate is { Rate: > 0 and <= Amount.Greatest, WindowMs: > 0 } && Windows.IsValid(operation.Window),
        var rule => rule.IsExact,
    };

    public static RateView View(in CounterOperation operation, RateEntry? entry, long now) => operation.Rate!.Algorithm switch
    {
        RateAlgorithm.Fixed => FixedWindow.View(operation, entry, now),
        RateAlgorithm.Gcra => GenericCellRate.View(operation.Rate, entry, now),
        _ => SlidingWindow.View(operation.Rate, entry, now),
    };

    /// <summary>Called before <see cref="View"/>: brings what lies in the future back to now.</summary>
    public static void Heal(in CounterOperation operation, RateEntry entry, long now)
    {
        switch (operation.Rate!.Algorithm)
        {
            case RateAlgorithm.Fixed:
                FixedWindow.Heal(operation, entry, now);
                break;
            case RateAlgorithm.Gcra:
                GenericCellRate.Heal(operation.Rate, entry, now);
                break;
            default:
                SlidingWindow.Heal(operation.Rate, entry, now);
                break;
        }
    }

    public static void Count(in CounterOperation operation, RateEntry entry, long now)
    {
        switch (operation.Rate!.Algorithm)
        {
            case RateAlgorithm.Fixed:
                FixedWindow.Count(operation, entry, now);
                break;
            case RateAlgorithm.Gcra:
                GenericCellRate.Count(operation.Rate, entry, operation.Cost, now);
                break;
            default:
                SlidingWindow.Count(operation.Rate, entry, operation.Cost, now);
                break;
        }
    }
}
