using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>What a settle costs and how far it went, the same in every store.</summary>
internal static class SettleCosts
{
    /// <summary>Longest lease that a renewal gives, in milliseconds. settle.lua has the same.</summary>
    public const long LongestLeaseMs = 24 * 3600_000L;

    /// <summary>What a commit spends in one budget: the cost in its unit, or what was held when none is given.</summary>
    public static long CostOf(in HeldBudget held, ReadOnlySpan<Amount> actual)
    {
        foreach (ref readonly var amount in actual)
        {
            if (amount.Unit == held.Unit)
            {
                return Math.Clamp(amount.Value, 0, Amount.Greatest);
            }
        }

        return Math.Clamp(held.Held, 0, Amount.Greatest);
    }

    /// <summary>How far spend stands above the caps: the most per unit. <paramref name="committed"/> is parallel to the reservation's budgets.</summary>
    public static IReadOnlyList<Amount> OverrunOf(Reservation reservation, ReadOnlySpan<long> committed)
    {
        List<Amount>? overrun = null;
        for (var index = 0; index < committed.Length; index++)
        {
            var held = reservation.Budgets[index];
            var above = committed[index] - held.Cap;
            if (above <= 0)
            {
                continue;
            }

            overrun ??= [];
            var known = overrun.FindIndex(amount => amount.Unit == held.Unit);
            if (known < 0)
            {
                overrun.Add(new Amount(held.Unit, above));
            }
            else if (overrun[known].Value < above)
            {
                overrun[known] = new Amount(held.Unit, above);
            }
        }

        return overrun is null ? [] : overrun;
    }
}
