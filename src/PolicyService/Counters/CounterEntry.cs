namespace AiDesk.Policy.Service.Counters;

/// <summary>The state of one counter. Touched only under its tenant's lock.</summary>
internal abstract class CounterEntry
{
    /// <summary>When nothing of it counts any more, Unix milliseconds: it may be forgotten from then on.</summary>
    public long ExpiresAt;

    /// <summary>Room that it takes besides the one place that every counter takes.</summary>
    public int ExtraSlots;
}

/// <summary>OnceOnly, Bind, Require and Taint: something that was said once and holds until it expires.</summary>
internal sealed class MarkEntry : CounterEntry
{
    /// <summary>OnceOnly: who consumed it. Bind: the session. Otherwise empty.</summary>
    public string Token = "";
}

/// <summary>A budget in one window.</summary>
internal sealed class BudgetEntry : CounterEntry
{
    /// <summary>What was spent.</summary>
    public long Committed;

    /// <summary>What live reservations hold.</summary>
    public long Reserved;

    public long Used => Saturating.Add(Committed, Reserved);
}
