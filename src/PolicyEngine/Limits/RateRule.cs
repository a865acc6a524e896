using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

public enum RateAlgorithm : byte
{
    /// <summary>Windows of the clock or the tenant's calendar; all of the limit is back when one begins.</summary>
    Fixed,

    /// <summary>The last window's worth of time, estimated from two fixed ones weighted by overlap.</summary>
    Sliding,

    /// <summary>Generic cell rate: steady pace with a burst.</summary>
    Gcra,
}

/// <summary>One rate limit of a policy (<c>limits:</c>).</summary>
public sealed record RateRule
{
    /// <summary>Unique in the policy.</summary>
    public required string Name
    {
        get;
        init
        {
            field = value;
            Code = "limit." + value;
        }
    }

    /// <summary>Code of this rule's findings.</summary>
    public string Code { get; private init; } = "";

    public required Descriptor Per { get; init; }

    /// <summary>Hits per <see cref="WindowMs"/>, 1 and up.</summary>
    public required long Rate { get; init; }

    /// <summary>The longest window, 366 days, in milliseconds.</summary>
    public const long LongestWindowMs = 366 * 24 * 3600_000L;

    /// <summary>Length of the window in milliseconds, 1 s to 366 days.</summary>
    public required long WindowMs { get; init; }

    public RateAlgorithm Algorithm { get; init; } = RateAlgorithm.Sliding;

    /// <summary>GCRA: hits that may come at once, 1 and up.</summary>
    public long Burst { get; init; } = 1;

    /// <summary>A fixed window that follows the tenant's calendar (a day of the time zone), not multiples of its length.</summary>
    public CalendarUnit Calendar { get; init; }

    /// <summary>A denied hit counts too.</summary>
    public bool CountDenied { get; init; }

    /// <summary>A call whose work was not done gives its hit back when its reservation is released.</summary>
    public bool Refund { get; init; }

    /// <summary>What a replica may take in advance; null for nothing. Fixed and sliding only.</summary>
    public ShareRule? Share { get; init; }

    public WhenMissing WhenMissing { get; init; } = WhenMissing.Shared;

    public OutageRule Outage { get; init; } = OutageRule.Local;

    public Enforcement Enforcement { get; init; } = Enforcement.Enforce;

    /// <summary>
    /// Every store counts by this rule without rounding: rate and window in range, and with GCRA, whose debt is kept in parts of a hit, burst times window
    /// no more than <see cref="Amount.Greatest"/> (a burst of 100 million in a day, of 284,000 in a year). A policy with another rule is refused at load.
    /// </summary>
    public bool IsExact => Rate is > 0 and <= Amount.Greatest && WindowMs is > 0 and <= LongestWindowMs
        && (Algorithm != RateAlgorithm.Gcra || (Int128)Burst * WindowMs <= Amount.Greatest);

    /// <summary>Which checks it limits.</summary>
    public LimitedCheck On { get; init; } = LimitedCheck.Input;
}

[Flags]
public enum LimitedCheck : byte
{
    Input = 1,
    ToolCall = 2,

    /// <summary>No check of ours: only where a proxy asks for it by name, which it may for every limit.</summary>
    Proxy = 4,
}

/// <summary>A calendar window's unit.</summary>
public enum CalendarUnit : byte
{
    /// <summary>Not a calendar window.</summary>
    None,
    Day,
    Month,

    /// <summary>One window without end.</summary>
    Total,
}
