using System.Collections.Immutable;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Risk;

namespace AiDesk.Policy.Testing.Files;

/// <summary>What a test expects of one decision. What is null is not looked at.</summary>
internal sealed record Expectation
{
    public static Expectation Allowed { get; } = new() { Verdict = Verdict.Allow };

    public required Verdict Verdict { get; init; }

    /// <summary>Null only for a question that the test did not list: then it is denied for any reason but those that say that the question itself is broken.</summary>
    public Reason? Reason { get; init; } = Decisions.Reason.Ok;

    /// <summary>What the verdict would be had every rule been enforced.</summary>
    public Verdict? Enforced { get; init; }

    /// <summary>Codes that are among the findings.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];

    /// <summary>Texts that stand in the findings' details.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>Exactly these.</summary>
    public Obligations? Obligations { get; init; }

    /// <summary>Key of the sentence that is shown; empty for none.</summary>
    public string? Message { get; init; }

    public RiskLevel? Risk { get; init; }

    /// <summary>Strikes that count now.</summary>
    public int? Strikes { get; init; }

    /// <summary>The reply as it may leave; empty when nothing was redacted.</summary>
    public string? Redacted { get; init; }

    /// <summary>What the model may see, as JSON.</summary>
    public string? Sanitized { get; init; }

    /// <summary>Fields that were dropped, all of them, in any order.</summary>
    public ImmutableArray<string>? Dropped { get; init; }

    /// <summary>Key of the sentence that stands for the tool's error; empty for none.</summary>
    public string? Error { get; init; }

    /// <summary>Ids of the untrusted texts of which something was cut, in order.</summary>
    public ImmutableArray<string>? Cut { get; init; }

    /// <summary>What holds of a question that no expectation was written for.</summary>
    public static Expectation Unlisted { get; } = new() { Verdict = Verdict.Deny, Reason = null };
}
