namespace AiDesk.Policy.Service.Counters;

/// <summary>One rate: hits of a fixed window, of two windows (sliding), or a theoretical arrival time (GCRA).</summary>
internal sealed class RateEntry : CounterEntry
{
    /// <summary>Fixed, sliding: start of the window that <see cref="Count"/> belongs to.</summary>
    public long Start;

    /// <summary>Fixed, sliding: hits in that window.</summary>
    public long Count;

    /// <summary>Sliding: hits in the window before.</summary>
    public long Previous;

    /// <summary>GCRA: theoretical arrival time of the next hit in milliseconds times <see cref="Scale"/>, so that no rate is rounded.</summary>
    public Int128 ArrivalTime;

    /// <summary>GCRA: the rule's rate when <see cref="ArrivalTime"/> was written.</summary>
    public long Scale;
}

/// <summary>A rate as it stands now, before or after a hit.</summary>
/// <param name="Used">Hits that count now.</param>
/// <param name="Remaining">Hits that are left.</param>
/// <param name="ResetAt">When all of it is back; 0 when it is.</param>
internal readonly record struct RateView(long Used, long Remaining, long ResetAt)
{
    public static RateView Of(long used, long limit, long resetAt) => new(used, Math.Max(0, limit - used), resetAt);
}
