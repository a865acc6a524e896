using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>What is to be taken.</summary>
/// <param name="Shares">For whom.</param>
/// <param name="Generation">The shares' when it was planned.</param>
/// <param name="Operations">One rate with the hits as its cost, or the budgets of one kind of call.</param>
/// <param name="Amount">Hits, or reservations.</param>
/// <param name="LeaseMs">Budgets: the lease of each reservation.</param>
internal sealed record SharePlan(TenantShares Shares, int Generation, CounterOperation[] Operations, long Amount, long LeaseMs)
{
    public bool IsRate => Operations[0].Kind == CounterKind.Rate;

    public ShareRule Rule => SharedOperations.ShareOf(Operations[0])!;
}
