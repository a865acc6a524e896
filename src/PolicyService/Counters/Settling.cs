using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Turns reservations into spend, gives them back, or lengthens them: each once, and spend even when it comes late.</summary>
internal sealed class Settling(TenantCounters tenant)
{
    public SettleResult Settle(Reservation reservation, SettleAction action, ReadOnlySpan<Amount> actual, long leaseMs, long now)
    {
        tenant.Leases.Sweep(now, Leases.SweepLimit);
        var costs = action == SettleAction.Commit ? CostHash.Of(actual) : default;
        if (tenant.Settled.TryFind(reservation.Id, now, out var settled))
        {
            var repeated = settled.Action == action && settled.Costs == costs;
            return new SettleResult(repeated ? SettleState.Repeated : SettleState.Conflict, 0, repeated ? Overrun(reservation, now) : []);
        }

        var lease = tenant.Leases.Find(reservation.Id, now);
        switch (action)
        {
            case SettleAction.Renew:
                return Renew(lease, leaseMs, now);
            case SettleAction.Commit:
                tenant.Leases.Remove(reservation.Id);
                Commit(reservation, actual, now);
                break;
            case SettleAction.Release:
                tenant.Leases.Remove(reservation.Id);
                break;
            default:
                return new SettleResult(SettleState.Conflict, 0, []);
        }

        tenant.Settled.Add(reservation.Id, action, costs, now);
        
        // What holds nothing has no lease to miss.
        var isLate = lease is null && reservation.Budgets.Count > 0;
        return new SettleResult(isLate ? SettleState.Late : SettleState.Applied, 0, Overrun(reservation, now));
    }

    // A lease that has ended is not revived: others may hold its room by now.
    private static SettleResult Renew(Lease? lease, long leaseMs, long now)
    {
        if (lease is null)
        {
            return new SettleResult(SettleState.Late, 0, []);
        }

        lease.End = Math.Max(lease.End, now + Math.Clamp(leaseMs, 0, SettleCosts.LongestLeaseMs));
        return new SettleResult(SettleState.Applied, lease.End, []);
    }

    private void Commit(Reservation reservation, ReadOnlySpan<Amount> actual, long now)
    {
        foreach (var held in reservation.Budgets)
        {
            var cost = SettleCosts.CostOf(held, actual);
            var expiry = Budgets.ExpiryOf(held.WindowEnd);
            if (cost <= 0 || expiry <= now)
            {
                // Two days after its window nobody asks for its sum: the record has the spend.
                continue;
            }

            var key = KeyOf(held);
            var budget = tenant.Entries.GetOrAdd<BudgetEntry>(key, now, promised: false, out var made);
            budget.Committed = Saturating.Add(budget.Committed, cost);
            budget.ExpiresAt = Math.Max(budget.ExpiresAt, expiry);
            if (made)
            {
                tenant.Entries.Track(key, budget);
            }
        }
    }

    private IReadOnlyList<Amount> Overrun(Reservation reservation, long now)
    {
        var committed = new long[reservation.Budgets.Count];
        for (var index = 0; index < committed.Length; index++)
        {
            committed[index] = tenant.Entries.Find<BudgetEntry>(KeyOf(reservation.Budgets[index]), now)?.Committed ?? 0;
        }

        return SettleCosts.OverrunOf(reservation, committed);
    }

    private static CounterKey KeyOf(in HeldBudget held) => new(CounterKind.Reserve, held.WindowStart, held.Budget, held.Descriptor);
}
