using System.Collections.Frozen;
using System.Collections.Immutable;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Records;
using AiDesk.Policy.Text;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Policies;

/// <summary>
/// One tenant's compiled policy. Every member is immutable; a request reads one snapshot once and sees one consistent world; a reload swaps the whole.
/// </summary>
public sealed record PolicySnapshot
{
    public required string Tenant { get; init; }

    /// <summary>First 16 hex digits of the SHA-256 over the documents that it was compiled from.</summary>
    public required string Version { get; init; }

    public Sector Sector { get; init; }

    /// <summary>Default language of what people are shown.</summary>
    public Language Language { get; init; }

    /// <summary>Calendar windows and active hours are in this zone.</summary>
    public TimeZoneInfo TimeZone
    {
        get;
        init
        {
            field = value;
            Calendar = new Calendar(value);
        }
    } = TimeZoneInfo.Utc;

    /// <summary>Days and months of <see cref="TimeZone"/>.</summary>
    public Calendar Calendar { get; private init; } = new(TimeZoneInfo.Utc);

    public Persona Persona { get; init; } = Persona.Default;

    /// <summary>Greatest autopilot level, 1 to 3.</summary>
    public int AutopilotLevel { get; init; } = 1;

    /// <summary>The tenant's own; each rule carries what holds for itself.</summary>
    public Enforcement Enforcement { get; init; } = Enforcement.Enforce;

    /// <summary>A person's or tool's department; a caller that claims another is refused.</summary>
    public FrozenDictionary<string, string> Departments { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Values that conditions may read, by name; at most 32.</summary>
    public FrozenDictionary<string, AttributeDefinition> Attributes { get; init; } = FrozenDictionary<string, AttributeDefinition>.Empty;

    public InputRules Input { get; init; } = new();

    /// <summary>Null when the policy has no strikes.</summary>
    public StrikeRules? Strikes { get; init; }

    public ImmutableArray<RateRule> Limits { get; init; } = [];

    public ImmutableArray<BudgetRule> Budgets { get; init; } = [];

    /// <summary>Null when the policy acts at all hours.</summary>
    public ActiveHours? ActiveHours { get; init; }

    public EscalationRules Escalation { get; init; } = new();

    /// <summary>How long a held call waits, milliseconds.</summary>
    public long ApprovalExpiryMs { get; init; } = 24 * 3600_000L;

    /// <summary>Every tool that the tenant has, by name.</summary>
    public FrozenDictionary<string, ToolDefinition> Tools { get; init; } = FrozenDictionary<string, ToolDefinition>.Empty;

    public ImmutableArray<ReviewRule> Reviews
    {
        get;
        init
        {
            field = value;
            ReviewsByTool = new ReviewIndex(value);
        }
    } = [];

    /// <summary><see cref="Reviews"/> by the tool that is called.</summary>
    internal ReviewIndex ReviewsByTool { get; private init; } = new([]);

    public OutputRules Output
    {
        get;
        init
        {
            field = value;
            Leaks = value.CompileLeaks();
        }
    } = new();

    /// <summary>What <see cref="Output"/> says of leaks, compiled.</summary>
    public LeakOptions Leaks { get; private init; } = LeakOptions.Default;

    /// <summary>Where the values of arguments may come from.</summary>
    public ProvenanceRules Provenance { get; init; } = ProvenanceRules.Standard;

    public RecordRules Records { get; init; } = new();

    /// <summary>The tenant's key for what is remembered of values. No document has it: the service adds it.</summary>
    public ValueKey ValueKey { get; init; } = ValueKey.Public;

    /// <summary>Estimates what token budgets hold.</summary>
    public ITokenEstimator Tokens { get; init; } = TokenEstimator.Shared;
}

/// <summary>Sectors with rules of their own (policy.md, "sector rules").</summary>
public enum Sector : byte
{
    /// <summary>Services and every sector that is not listed: the standard rules.</summary>
    Services,
    Fintech,
    Healthcare,
    Retail,
}

/// <param name="Name">The agent's name; the security rules keep the model in this role.</param>
/// <param name="Refusal">What the model answers to manipulation; empty takes the message file's.</param>
public sealed record Persona(string Name, string Refusal)
{
    public static Persona Default { get; } = new("Assistant", "");
}

/// <summary><c>escalation:</c> of a policy.</summary>
public sealed record EscalationRules
{
    /// <summary>Distinct approvers needed, 1 to 10.</summary>
    public int Approvals { get; init; } = 2;

    public ImmutableArray<string> Roles { get; init; } = ["approver", "admin"];

    /// <summary><c>webhook:URL</c> or <c>role:NAME</c>.</summary>
    public ImmutableArray<string> Notify { get; init; } = [];
}
