using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371, virtual scheduling): hits at the pace of the rate, and as many at once as the burst says. Time is kept in
/// milliseconds times the rate, where one hit is exactly the window's length: no rate is rounded.
/// </summary>
internal static class GenericCellRate
{
    public static RateView View(RateRule rule, RateEntry? entry, long now)
    {
        var (debt, arrival) = Stand(rule, entry, now);
        var used = (long)((debt + rule.WindowMs - 1) / rule.WindowMs);
        return RateView.Of(used, Burst(rule), debt == 0 ? 0 : (long)((arrival + rule.Rate - 1) / rule.Rate));
    }

    public static void Count(RateRule rule, RateEntry entry, long cost, long now)
    {
        var (debt, _) = Stand(rule, entry, now);

        // A hit that was denied and counts all the same empties the bucket; it cannot put off the next hit for ever.
        var most = (Int128)Burst(rule) * rule.WindowMs;
        Arrive(rule, entry, Int128.Min(debt + ((Int128)cost * rule.WindowMs), most), now);
    }

    public static void GiveBack(RateRule rule, RateEntry entry, long hits, long now) =>
        Arrive(rule, entry, Int128.Max(0, Stand(rule, entry, now).Debt - ((Int128)hits * rule.WindowMs)), now);

    /// <summary>The clock was set back, or the rule changed: an arrival time further ahead than the whole burst is brought to it.</summary>
    public static void Heal(RateRule rule, RateEntry entry, long now)
    {
        var latest = ((Int128)now * rule.Rate) + ((Int128)Burst(rule) * rule.WindowMs);
        if (entry.Scale != 0 && ArrivalOf(rule, entry) > latest)
        {
            entry.ArrivalTime = latest;
            entry.Scale = rule.Rate;
        }
    }

    private static void Arrive(RateRule rule, RateEntry entry, Int128 debt, long now)
    {
        entry.ArrivalTime = ((Int128)now * rule.Rate) + debt;
        entry.Scale = rule.Rate;
        entry.ExpiresAt = (long)((entry.ArrivalTime + rule.Rate - 1) / rule.Rate);
    }

    private static long Burst(RateRule rule) => Math.Max(1, rule.Burst);

    private static Int128 ArrivalOf(RateRule rule, RateEntry entry) => entry.Scale == rule.Rate ? entry.ArrivalTime : entry.ArrivalTime / entry.Scale * rule.Rate;

    /// <summary>How far the arrival time lies ahead of the clock, at most the whole burst.</summary>
    private static (Int128 Debt, Int128 Arrival) Stand(RateRule rule, RateEntry? entry, long now)
    {
        var clock = (Int128)now * rule.Rate;
        if (entry is null || entry.Scale == 0)
        {
            return (0, clock);
        }

        var debt = Int128.Clamp(ArrivalOf(rule, entry) - clock, 0, (Int128)Burst(rule) * rule.WindowMs);
        return (debt, clock + debt);
    }
}
