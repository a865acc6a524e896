namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>What this replica has of one limit, or of the budgets of one kind of call. Used under the lock of its tenant's shares.</summary>
internal sealed class Share<TLot>(long period)
    where TLot : Lot
{
    /// <summary>One that is used, and the next, so that none is missed while it is asked for.</summary>
    private const int MostLots = 2;

    private Demand _demand;

    /// <summary>A script that takes more is on its way.</summary>
    public bool IsTaking { get; set; }

    /// <summary>The most that may be taken at once, in hits or reservations, as the shared counters stood when they were last asked; 0 before they were.</summary>
    public long Room { get; set; }

    public List<TLot> Lots { get; } = [];

    public void Ask(long cost, long at) => _demand.Count(cost, at, period);

    public bool IsIdle(long at) => Lots.Count == 0 && !IsTaking && _demand.IsCold(at, period);

    /// <summary>How much to take now: twice what was asked for lately, in hits or calls, less what is there; 0 while enough is.</summary>
    public long Wanted(long at, long epoch, bool byCost)
    {
        if (IsTaking || !_demand.IsHot || Room == 0)
        {
            return 0;
        }

        var left = 0L;
        var size = 0L;
        var live = 0;
        foreach (var lot in Lots)
        {
            if (lot.IsLive(at, epoch))
            {
                live++;
                left += lot.Left;
                size = Math.Max(size, lot.Size);
            }
        }

        var wanted = Math.Min(2 * (byCost ? _demand.Cost : _demand.Calls), Room);
        return live < MostLots && left * 2 <= Math.Min(size, wanted) ? wanted - left : 0;
    }
}
