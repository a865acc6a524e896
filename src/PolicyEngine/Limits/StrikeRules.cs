using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>Kinds of fault that a strike can be counted for (<c>strikes.counts</c>).</summary>
[Flags]
public enum StrikeCause : byte
{
    None = 0,
    Injection = 1,
    Forbidden = 2,
    Shape = 4,
    Duplicate = 8,
}

/// <summary><c>strikes:</c> of a policy.</summary>
public sealed record StrikeRules
{
    /// <summary>Name of the operations that count them.</summary>
    public const string CounterName = "strike";

    public Descriptor Per { get; init; } = new(DescriptorSource.SessionId);

    public StrikeCause Counts { get; init; } = StrikeCause.Injection | StrikeCause.Forbidden | StrikeCause.Shape | StrikeCause.Duplicate;

    /// <summary>Strikes at which the session is blocked, 1 to 100.</summary>
    public int BlockAt { get; init; } = 3;

    /// <summary>How long a strike counts, milliseconds.</summary>
    public long ForgetAfterMs { get; init; } = 24 * 3600_000L;

    /// <summary>How long a block lasts, milliseconds.</summary>
    public long BlockForMs { get; init; } = 24 * 3600_000L;

    public WhenMissing WhenMissing { get; init; } = WhenMissing.Shared;

    /// <summary>Null: <see cref="OutageDefault"/>.</summary>
    public OutageRule? Outage { get; init; }

    public Enforcement Enforcement { get; init; } = Enforcement.Enforce;
}
