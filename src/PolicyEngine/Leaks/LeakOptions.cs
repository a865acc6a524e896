using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Leaks;

/// <summary>What a tenant's reply may and may not hold, compiled once per snapshot. Immutable.</summary>
public sealed class LeakOptions
{
    /// <summary>Nothing allowed, nothing known of the tenant, leaks deny.</summary>
    public static LeakOptions Default { get; } = new();

    /// <summary>Identifiers that a customer is meant to see: each matches a whole identifier. They must run under the non-backtracking engine.</summary>
    public ImmutableArray<Regex> AllowedIds { get; init; } = [];

    /// <summary>The tenant's system prompts.</summary>
    public PromptIndex SystemPrompts { get; init; } = PromptIndex.Empty;

    /// <summary>Marks that the tenant has put where no reply may take them from.</summary>
    public CanarySet Canaries { get; init; } = CanarySet.Empty;

    /// <summary>Names of the tenant's tools. Only names that cannot be an ordinary word (with <c>_</c>, <c>-</c>, <c>.</c> or inner capitals) are looked for in prose.</summary>
    public FrozenSet<string> ToolNames { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Hosts that links may point to, and their subdomains; empty does not judge links.</summary>
    public FrozenSet<string> AllowedHosts { get; init; } = FrozenSet<string>.Empty;

    public PiiKinds Pii { get; init; } = PiiKinds.Card | PiiKinds.Iban;

    /// <summary>Severity of a finding.</summary>
    public Verdict Severity { get; init; } = Verdict.Deny;

    /// <summary>The rule is in monitor.</summary>
    public bool Monitored { get; init; }

    /// <summary>From a policy's lists.</summary>
    public static LeakOptions Compile(
        ImmutableArray<Regex> allowedIds,
        PromptIndex systemPrompts,
        IEnumerable<string> toolNames,
        IEnumerable<string> allowedHosts,
        PiiKinds pii,
        Verdict severity,
        bool monitored,
        CanarySet? canaries = null) => new()
        {
            AllowedIds = allowedIds,
            SystemPrompts = systemPrompts,
            ToolNames = toolNames.Where(ToolNameScan.IsUnmistakable).ToFrozenSet(StringComparer.Ordinal),
            AllowedHosts = allowedHosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            Pii = pii,
            Severity = severity,
            Monitored = monitored,
            Canaries = canaries ?? CanarySet.Empty,
        };

    /// <summary>True when the policy lets customers see this identifier.</summary>
    internal bool Allows(ReadOnlySpan<char> id)
    {
        foreach (var pattern in AllowedIds)
        {
            foreach (var match in pattern.EnumerateMatches(id))
            {
                if (match.Index == 0 && match.Length == id.Length)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
