using System.Collections.Frozen;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>One budget of a policy (<c>budgets:</c>). Points are parts of the cap in thousandths, so that no floating point touches money.</summary>
public sealed record BudgetRule
{
    /// <summary>Unique in the policy.</summary>
    public required string Name
    {
        get;
        init
        {
            field = value;
            Code = "budget." + value;
        }
    }

    /// <summary>Code of this rule's findings.</summary>
    public string Code { get; private init; } = "";

    /// <summary><c>credits</c> (counted in micro-credits) or <c>tokens</c>, or another the policy names.</summary>
    public required string Unit { get; init; }

    public required Descriptor Per { get; init; }

    public required CalendarUnit Window { get; init; }

    /// <summary>The cap of every descriptor that <see cref="Caps"/> does not name; null is unlimited.</summary>
    public long? Cap { get; init; }

    public FrozenDictionary<string, long> Caps { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>Warn when committed + reserved reaches this many thousandths of the cap; 0 never.</summary>
    public int WarnAt { get; init; }

    /// <summary>Approval from here on; 0 never.</summary>
    public int ApproveAt { get; init; }

    /// <summary>Denied from here on, and whenever this call would go above the cap.</summary>
    public int DenyAt { get; init; } = 1000;

    /// <summary>What a replica may take in advance; null for nothing.</summary>
    public ShareRule? Share { get; init; }

    public WhenMissing WhenMissing { get; init; } = WhenMissing.Deny;

    /// <summary>Null: <see cref="OutageDefault"/>.</summary>
    public OutageRule? Outage { get; init; }

    public Enforcement Enforcement { get; init; } = Enforcement.Enforce;

    /// <summary>The reason that this budget gives when it denies.</summary>
    public Reason Reason { get; init; } = Reason.BudgetExhausted;

    /// <summary>The cap for a descriptor; null is unlimited.</summary>
    public long? CapOf(string descriptor) => Caps.TryGetValue(descriptor, out var cap) ? cap : Cap;

    /// <summary>A point of the cap, rounded up: 0.75 of 1001 is reached at 751.</summary>
    public static long PointOf(long cap, int thousandths) => (long)(((Int128)cap * thousandths + 999) / 1000);
}
