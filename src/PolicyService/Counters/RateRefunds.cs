using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Gives back the hits of a call whose work was not done: once for each reservation, however often it is released.</summary>
internal static class RateRefunds
{
    private const long MarginMs = 60_000;

    /// <summary>
    /// To be called when a release was applied, or found to have been applied before: what came between the two is made good. False when the counters did not
    /// answer: the caller is to release again.
    /// </summary>
    public static async ValueTask<bool> GiveBackAsync(ICounterStore counters, Reservation reservation, CancellationToken cancellationToken)
    {
        if (reservation.Rates.Count == 0)
        {
            return true;
        }

        var batch = new CounterBatch { Tenant = reservation.Tenant };
        batch.Add(new CounterOperation
        {
            Kind = CounterKind.OnceOnly,
            Name = "refund",
            Descriptor = reservation.Id.ToString("N"),
            Token = "",
            WindowMs = KeptForMs(reservation),
            Gate = Decisions.Verdict.Deny,
        });
        foreach (var rate in reservation.Rates)
        {
            batch.Add(Refund(rate));
        }

        return !(await counters.ApplyAsync(batch, cancellationToken)).AnyUnavailable(batch.Count);
    }

    private static CounterOperation Refund(in CountedRate counted) => new()
    {
        Kind = CounterKind.Rate,
        Name = counted.Name,
        Descriptor = counted.Descriptor,
        Token = "",
        Cost = -counted.Hits,
        CountedUntil = counted.Until,
        Window = new CalendarWindow(counted.WindowStart, counted.WindowEnd, counted.WindowEnd + (counted.WindowEnd - counted.WindowStart)),
        Gate = Decisions.Verdict.None,
        Rate = new RateRule
        {
            Name = counted.Name,
            Per = new Descriptor(DescriptorSource.Tenant),
            Rate = counted.Rate,
            WindowMs = counted.WindowMs,
            Algorithm = counted.Algorithm,
            Burst = counted.Burst,
            Calendar = counted.Calendar,
        },
    };

    /// <summary>Longer than any of the hits counts: a sliding window's do for two.</summary>
    private static long KeptForMs(Reservation reservation)
    {
        var longest = 0L;
        foreach (var rate in reservation.Rates)
        {
            longest = Math.Max(longest, Math.Max(rate.WindowMs, rate.WindowEnd - rate.WindowStart));
        }

        return (2 * longest) + MarginMs;
    }
}
