namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>How much was asked for lately: in the period that runs and in the one before. A share is worth its two scripts only where much is asked for.</summary>
internal struct Demand
{
    /// <summary>Calls within a period from which on a share is taken.</summary>
    public const int Least = 4;

    private long _ends;
    private long _calls;
    private long _cost;
    private long _callsBefore;
    private long _costBefore;

    public readonly bool IsHot => Math.Max(_calls, _callsBefore) >= Least;

    public readonly long Calls => Math.Max(_calls, _callsBefore);

    /// <summary>Hits.</summary>
    public readonly long Cost => Math.Max(_cost, _costBefore);

    public void Count(long cost, long at, long period)
    {
        if (at >= _ends)
        {
            var follows = at < _ends + period;
            (_callsBefore, _costBefore) = follows ? (_calls, _cost) : (0, 0);
            (_calls, _cost, _ends) = (0, 0, at + period);
        }

        _calls++;
        _cost = Saturating.Add(_cost, cost);
    }

    /// <summary>Nothing was asked for two periods long.</summary>
    public readonly bool IsCold(long at, long period) => at >= _ends + period;
}
