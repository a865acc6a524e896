using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Hits of the last window's worth of time, estimated: all of the current fixed window, and of the one before the part that still overlaps, rounded up. At
/// two numbers per descriptor it never lets through more than the limit in a fixed window, and errs by little when hits come unevenly.
/// </summary>
internal static class SlidingWindow
{
    public static RateView View(RateRule rule, RateEntry? entry, long now)
    {
        var (start, current, previous) = Turn(rule, entry, now);
        var overlap = Math.Clamp(rule.WindowMs - (now - start), 0, rule.WindowMs);
        var carried = (long)((((Int128)previous * overlap) + rule.WindowMs - 1) / rule.WindowMs);
        var resetAt = current > 0 ? start + (2 * rule.WindowMs) : carried > 0 ? start + rule.WindowMs : 0;
        return RateView.Of(Saturating.Add(current, carried), rule.Rate, resetAt);
    }

    public static void Count(RateRule rule, RateEntry entry, long cost, long now)
    {
        var (start, current, previous) = Turn(rule, entry, now);
        entry.Start = start;
        entry.Count = Saturating.Add(current, cost);
        entry.Previous = previous;
        entry.ExpiresAt = start + (2 * rule.WindowMs);
    }

    /// <summary>In the window in which the hits were counted: this one, or the one before, of which a part still counts.</summary>
    public static void GiveBack(in CounterOperation operation, RateEntry entry, long now)
    {
        var rule = operation.Rate!;
        var (start, current, previous) = Turn(rule, entry, now);
        var counted = operation.CountedUntil == 0 ? start : operation.CountedUntil - (2 * rule.WindowMs);
        entry.Start = start;
        entry.Count = counted == start ? Math.Max(0, current + operation.Cost) : current;
        entry.Previous = counted == start - rule.WindowMs ? Math.Max(0, previous + operation.Cost) : previous;
    }

    /// <summary>The clock was set back: hits of a window that is yet to come count in the current one.</summary>
    public static void Heal(RateRule rule, RateEntry entry, long now)
    {
        var (start, end) = Windows.Multiple(rule.WindowMs, now);
        if (entry.Start >= end)
        {
            entry.Start = start;
            entry.Previous = 0;
        }
    }

    /// <summary>The entry's two counts moved on to the clock's window.</summary>
    private static (long Start, long Current, long Previous) Turn(RateRule rule, RateEntry? entry, long now)
    {
        var (start, _) = Windows.Multiple(rule.WindowMs, now);
        if (entry is null || entry.Start < start - rule.WindowMs)
        {
            return (start, 0, 0);
        }

        if (entry.Start < start)
        {
            return (start, 0, entry.Count);
        }

        return (entry.Start, entry.Count, entry.Previous);
    }
}
