namespace AiDesk.Policy.Limits;

/// <summary>What becomes of a reservation. The numbers are those of the wire.</summary>
public enum SettleAction : byte
{
    None = 0,
    Commit = 1,
    Release = 2,
    Renew = 3,
}

/// <summary>What a settle found. The numbers are those of the wire.</summary>
public enum SettleState : byte
{
    None = 0,
    Applied = 1,
    Repeated = 2,
    Late = 3,
    Conflict = 4,
}

/// <summary>One budget that a reservation holds in.</summary>
/// <param name="Budget">The budget's name in the policy.</param>
/// <param name="Descriptor">What it was counted by.</param>
/// <param name="Unit">The budget's unit.</param>
/// <param name="WindowStart">Start of the window it was held in, Unix milliseconds: spend lands there, whenever it is settled.</param>
/// <param name="WindowEnd">End of that window.</param>
/// <param name="Held">The amount held.</param>
/// <param name="Cap">The cap when it was held; for the overrun report.</param>
public readonly record struct HeldBudget(string Budget, string Descriptor, string Unit, long WindowStart, long WindowEnd, long Held, long Cap);

/// <summary>A reservation, as its signed token carries it: a settle needs no record of the store's.</summary>
public sealed record Reservation(Guid Id, string Tenant, long LeaseEnd, IReadOnlyList<HeldBudget> Budgets)
{
    /// <summary>Hits that a release gives back besides what is held.</summary>
    public IReadOnlyList<CountedRate> Rates { get; init; } = [];
}

/// <summary>What a settle answers.</summary>
/// <param name="State">What was found.</param>
/// <param name="LeaseEnd">After a renewal: the lease's new end, Unix milliseconds; otherwise 0.</param>
/// <param name="Overrun">How far spend stands above the caps, one per unit.</param>
public sealed record SettleResult(SettleState State, long LeaseEnd, IReadOnlyList<Amount> Overrun);
