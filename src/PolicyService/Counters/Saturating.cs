namespace AiDesk.Policy.Service.Counters;

/// <summary>Addition that stays at the greatest value instead of starting over below zero: an overflow must never look like an empty budget.</summary>
internal static class Saturating
{
    /// <summary>Of two numbers from 0 up.</summary>
    public static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
