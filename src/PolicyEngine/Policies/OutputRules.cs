using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies;

/// <summary><c>output:</c> of a policy.</summary>
public sealed record OutputRules
{
    /// <summary>Identifiers that a customer is meant to see; each matches a whole identifier, under the non-backtracking engine.</summary>
    public ImmutableArray<Regex> AllowedIds { get; init; } = [];

    public WordList ForbiddenWords { get; init; } = WordList.Empty;

    public AbuseRule Abuse { get; init; } = AbuseRule.Deny;

    /// <summary>The tenant's system prompts, for overlap detection.</summary>
    public PromptIndex SystemPrompts { get; init; } = PromptIndex.Empty;

    /// <summary>Marks that the tenant has put into prompts and knowledge: a reply with one has leaked.</summary>
    public CanarySet Canaries { get; init; } = CanarySet.Empty;

    /// <summary>Personal data that counts as a leak.</summary>
    public PiiKinds Pii { get; init; } = PiiKinds.Card | PiiKinds.Iban;

    public LeakRule OnLeak { get; init; } = LeakRule.Deny;

    /// <summary>How a streamed reply is released where a detector needs the whole text.</summary>
    public StreamRule Stream { get; init; } = StreamRule.Buffer;

    /// <summary>Hosts that links and images may point to; empty when the policy does not say.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Names of the tenant's tools: a reply that names one leaks how the desk works.</summary>
    public ImmutableArray<string> ToolNames { get; init; } = [];

    public Enforcement LeakEnforcement { get; init; } = Enforcement.Enforce;

    public Enforcement WordsEnforcement { get; init; } = Enforcement.Enforce;

    internal LeakOptions CompileLeaks() => LeakOptions.Compile(
        AllowedIds,
        SystemPrompts,
        ToolNames,
        AllowedHosts,
        Pii,
        OnLeak == LeakRule.Deny ? Verdict.Deny : Verdict.AllowPostReview,
        LeakEnforcement == Enforcement.Monitor,
        Canaries);
}

/// <summary>What a leak does.</summary>
public enum LeakRule : byte
{
    Deny,
    Redact,
}

/// <summary>How CheckOutputStream releases a reply while <see cref="Output.Streaming.WholeTextDetectors"/> are in force.</summary>
public enum StreamRule : byte
{
    /// <summary>Nothing until the whole was judged.</summary>
    Buffer,

    /// <summary>Sentence by sentence, each judged with what stands before and behind it.</summary>
    Sentence,
}
