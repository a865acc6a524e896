using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Addition that stays at <see cref="Amount.Greatest"/> instead of starting over below zero: an overflow must never look like an empty budget. That is the
/// greatest number which every store holds exactly, for amounts and for times (the year 287396, which stands for never).
/// </summary>
internal static class Saturating
{
    /// <summary>Of two numbers from 0 up.</summary>
    public static long Add(long left, long right) => right > Amount.Greatest - left ? Amount.Greatest : left + right;
}
