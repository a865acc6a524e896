using AiDesk.Policy.Decisions;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies;

/// <summary><c>input:</c> of a policy.</summary>
public sealed record InputRules
{
    /// <summary>Most code points of a message, 1 to 32,000.</summary>
    public int MaxChars { get; init; } = 2000;

    /// <summary>Fewest code points of a message, 1 and up.</summary>
    public int MinChars { get; init; } = 2;

    /// <summary>Tokens that a model may answer with when the caller gives no estimate, 0 and up.</summary>
    public int DefaultOutputTokens { get; init; } = 500;

    /// <summary>How long a message is remembered for duplicates, milliseconds; 0 turns the check off.</summary>
    public long DuplicateWithinMs { get; init; } = 10 * 60_000L;

    /// <summary>Copies allowed within that time.</summary>
    public int DuplicateMaxRepeats { get; init; }

    /// <summary>Injection score from which a message is denied, 0 to 1.</summary>
    public double DenyAt { get; init; } = 0.90;

    /// <summary>Injection score from which it is noted and taints, 0 to 1, at most <see cref="DenyAt"/>.</summary>
    public double FlagAt { get; init; } = 0.60;

    /// <summary>
    /// Injection score from which a place in an untrusted text or a tool's output is cut and taints, 0 to 1. Higher than <see cref="FlagAt"/>: what is cut by mistake is missing, and
    /// documents are long.
    /// </summary>
    public double UntrustedFlagAt { get; init; } = 0.85;

    /// <summary>The policy's own words, besides the built-in abuse lexicon.</summary>
    public WordList ForbiddenWords { get; init; } = WordList.Empty;

    public AbuseRule Abuse { get; init; } = AbuseRule.Deny;

    public Enforcement InjectionEnforcement { get; init; } = Enforcement.Enforce;

    public Enforcement ShapeEnforcement { get; init; } = Enforcement.Enforce;

    public Enforcement WordsEnforcement { get; init; } = Enforcement.Enforce;

    public Enforcement DuplicateEnforcement { get; init; } = Enforcement.Enforce;
}

/// <summary>What the built-in abuse lexicon does.</summary>
public enum AbuseRule : byte
{
    Off,
    Flag,
    Deny,
}
