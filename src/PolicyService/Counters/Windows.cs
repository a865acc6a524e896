using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Which window it is now, by the store's own clock. Unix milliseconds.</summary>
internal static class Windows
{
    /// <summary>
    /// The window of a calendar pair that the clock is in. Before the first it is the first: a store whose clock is behind agrees with the engine. Past the
    /// second the engine's boundaries are stale, and one more window of the second's length is taken.
    /// </summary>
    public static (long Start, long End) Pick(CalendarWindow window, long now)
    {
        if (now < window.End)
        {
            return (window.Start, window.End);
        }

        return now < window.NextEnd ? (window.End, window.NextEnd) : (window.NextEnd, window.NextEnd + (window.NextEnd - window.End));
    }

    /// <summary>Two windows in order, neither empty. Anything else would count into a window that is over, and so not at all.</summary>
    public static bool IsValid(CalendarWindow window) => window.Start < window.End && (window.End < window.NextEnd || window.End == long.MaxValue);

    /// <summary>The window of this length, counted from 1970, that the clock is in.</summary>
    public static (long Start, long End) Multiple(long lengthMs, long now)
    {
        var start = now - (now % lengthMs);
        return (start, start + lengthMs);
    }
}
