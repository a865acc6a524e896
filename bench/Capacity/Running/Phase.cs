using System.Diagnostics;

namespace AiDesk.Bench.Capacity.Running;

/// <summary>Drives the loads of several tenants from one thread, which never sleeps: it has a processor of its own.</summary>
internal sealed class Phase(IReadOnlyList<TenantLoad> tenants)
{
    /// <summary>How long a caller waits for room to make its call before it gives it up.</summary>
    private static readonly long Patience = Stopwatch.Frequency;

    private long _sequence;

    /// <summary>So many calls in flight for each connection, for that time. Calls that end later do not count.</summary>
    /// <returns>What became of each tenant's, and how long it took.</returns>
    public (IReadOnlyList<Tally> Tallies, TimeSpan Time) Closed(int perConnection, TimeSpan time)
    {
        foreach (var tenant in tenants)
        {
            tenant.Take();
        }

        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            foreach (var tenant in tenants)
            {
                var now = Stopwatch.GetTimestamp();
                while (tenant.TryCall(_sequence, now, now, perConnection))
                {
                    _sequence++;
                }

                tenant.Move();
            }
        }

        var took = Stopwatch.GetElapsedTime(begun);
        var tallies = tenants.Select(tenant => tenant.Take()).ToList();
        Drain();
        return (tallies, took);
    }

    /// <summary>Calls at given rates whether or not they are answered; a call that finds no room for a second is given up.</summary>
    /// <param name="rates">Calls a second of each tenant.</param>
    /// <param name="time">How long.</param>
    public IReadOnlyList<Tally> Open(IReadOnlyList<double> rates, TimeSpan time)
    {
        var next = new long[tenants.Count];
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            for (var tenant = 0; tenant < tenants.Count; tenant++)
            {
                Arrive(tenants[tenant], rates[tenant], begun, ref next[tenant]);
                tenants[tenant].Move();
            }
        }

        return [.. tenants.Select(tenant => tenant.Take())];
    }

    /// <summary>Until nothing is in flight; what ends is not counted.</summary>
    public void Drain()
    {
        while (tenants.Any(tenant => tenant.InFlight > 0))
        {
            foreach (var tenant in tenants)
            {
                tenant.Move();
            }
        }

        foreach (var tenant in tenants)
        {
            tenant.Take();
        }
    }

    private void Arrive(TenantLoad tenant, double rate, long begun, ref long next)
    {
        var now = Stopwatch.GetTimestamp();
        for (; IntendedAt(next) is var intended && intended <= now; next++)
        {
            if (tenant.TryCall(_sequence, intended, now, int.MaxValue))
            {
                _sequence++;
            }
            else if (now - intended > Patience)
            {
                tenant.Tally.GivenUp++;
            }
            else
            {
                return;
            }
        }

        long IntendedAt(long number) => begun + (long)(number / rate * Stopwatch.Frequency);
    }
}
