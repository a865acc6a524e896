using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

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

    /// <summary>Gives back what the operation's negative cost says, at most what counts.</summary>
    public static void GiveBack(in CounterOperation operation, RateEntry entry, long now)
    {
        switch (operation.Rate!.Algorithm)
        {
            case RateAlgorithm.Fixed:
                FixedWindow.GiveBack(operation, entry, now);
                break;
            case RateAlgorithm.Gcra:
                GenericCellRate.GiveBack(operation.Rate, entry, -operation.Cost, now);
                break;
            default:
                SlidingWindow.GiveBack(operation, entry, now);
                break;
        }
    }
}
