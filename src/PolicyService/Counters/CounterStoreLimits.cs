namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// How much the memory store may hold. When it is full and nothing has expired, an operation that needs a new entry answers Unavailable, and its limit's
/// outage rule decides: nothing that counts is forgotten to make room.
/// </summary>
internal sealed record CounterStoreLimits
{
    /// <summary>Counters and live reservations of all tenants; about 300 bytes each. The values of a run or session take one more for each 32 places of
    /// their table. 1 and up.</summary>
    public int Entries { get; init; } = 1_000_000;

    /// <summary>Of one tenant: what keeps it from taking the others' room.</summary>
    public int EntriesPerTenant { get; init; } = 500_000;

    /// <summary>
    /// Readings kept per tenant to answer a retry the same. They last ten minutes or until this many newer ones: a retry that comes later than that is counted
    /// again, which can only make an answer stricter. About 500 bytes each.
    /// </summary>
    public int RequestsPerTenant { get; init; } = 65_536;

    /// <summary>
    /// Settled reservations remembered per tenant, to tell a repetition. They last 48 hours or until this many newer ones: a commit repeated later than that
    /// is counted as spend again, which can only make an answer stricter. About 100 bytes each.
    /// </summary>
    public int SettledPerTenant { get; init; } = 262_144;
}
