using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Hits in the current window of the clock or of the tenant's calendar.</summary>
internal static class FixedWindow
{
    public static RateView View(in CounterOperation operation, RateEntry? entry, long now)
    {
        var (start, end) = WindowOf(operation, now);
        var used = HitsIn(entry, start);

        // A total has no end to wait for.
        return RateView.Of(used, operation.Rate!.Rate, used == 0 || end == long.MaxValue ? 0 : end);
    }

    public static void Count(in CounterOperation operation, RateEntry entry, long now)
    {
        var (start, end) = WindowOf(operation, now);
        entry.Count = Saturating.Add(HitsIn(entry, start), operation.Cost);
        entry.Start = start;
        entry.ExpiresAt = end;
    }

    public static void GiveBack(in CounterOperation operation, RateEntry entry, long now)
    {
        var (start, _) = WindowOf(operation, now);
        if (entry.Start >= start)
        {
            entry.Count = Math.Max(0, entry.Count + operation.Cost);
        }
    }

    /// <summary>The clock was set back: hits of a window that is yet to come count in the current one, so that they are neither forgotten nor waited for.</summary>
    public static void Heal(in CounterOperation operation, RateEntry entry, long now)
    {
        var (start, end) = WindowOf(operation, now);
        if (entry.Start >= end)
        {
            entry.Start = start;
        }
    }

    private static long HitsIn(RateEntry? entry, long start) => entry is not null && entry.Start >= start ? entry.Count : 0;

    private static (long Start, long End) WindowOf(in CounterOperation operation, long now) => operation.Rate!.Calendar == CalendarUnit.None
        ? Windows.Multiple(operation.Rate.WindowMs, now)
        : Windows.Pick(operation.Window, now);
}
