namespace AiDesk.Agent.Pages.Interventions;

/// <summary>One decision that was not a plain ALLOW, as docs/records.md says what is in it. What is empty was not recorded.</summary>
public sealed record InterventionView
{
    /// <summary>UUIDv7.</summary>
    public required string DecisionId { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>As "check_tool_call".</summary>
    public required string Rpc { get; init; }

    /// <summary>As "deny": what was returned.</summary>
    public required string Verdict { get; init; }

    /// <summary>What it would have been had every rule been enforced; empty when that is what was returned.</summary>
    public string EnforcedVerdict { get; init; } = "";

    /// <summary>As "PROMPT_INJECTION".</summary>
    public required string Reason { get; init; }

    public string Tool { get; init; } = "";

    public string PolicyVersion { get; init; } = "";

    /// <summary>The rule that decided; null when its finding is not among those that are kept.</summary>
    public RuleView? Rule { get; init; }

    /// <summary>Every other rule that would have asked for more than ALLOW.</summary>
    public IReadOnlyList<RuleView> Others { get; init; } = [];

    public IReadOnlyList<FindingView> Findings { get; init; } = [];

    /// <summary>What would have happened without the rule.</summary>
    public CounterfactualView Counterfactual { get; init; } = new();

    /// <summary>A check could not run.</summary>
    public bool IsDegraded { get; init; }

    /// <summary>The run of the desk; empty for other callers' decisions.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Empty for who may not see it.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>Who asked the policy service; empty for who may not see it.</summary>
    public string Principal { get; init; } = "";

    /// <summary>The text that was judged, where the policy captures it; empty for who may not see it.</summary>
    public string Text { get; init; } = "";

    /// <summary>JSON, where the policy captures it; empty for who may not see it.</summary>
    public string Arguments { get; init; } = "";
}

/// <param name="Code">As "injection.override".</param>
/// <param name="Check">As "injection".</param>
/// <param name="Verdict">What it asked for.</param>
/// <param name="IsMonitored">It did not bind.</param>
public sealed record RuleView(string Code, string Check, string Verdict, bool IsMonitored);

/// <param name="Code">As "leak.jwt".</param>
/// <param name="Field">Where; may be empty.</param>
/// <param name="Transform">How the text was disguised; may be empty.</param>
/// <param name="Detail">For operators, in English; may be empty.</param>
/// <param name="IsMonitored">It did not bind.</param>
public sealed record FindingView(string Code, string Field, string Transform, string Detail, bool IsMonitored);

/// <summary>What would have happened without the rule that decided.</summary>
public sealed record CounterfactualView
{
    /// <summary>llm_call, tool_call, tool_output or reply; empty when it is not on record.</summary>
    public string Action { get; init; } = "";

    /// <summary>The verdict of all the other rules; empty when it is not known.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>What was refused was looked at no further.</summary>
    public bool IsStoppedEarly { get; init; }

    public string Tool { get; init; } = "";

    /// <summary>Unit and amount, in the smallest unit.</summary>
    public IReadOnlyList<(string Unit, long Amount)> Cost { get; init; } = [];

    /// <summary>The greatest sum among the arguments, a decimal as text, or "unknown"; empty for a tool without money.</summary>
    public string Exposure { get; init; } = "";
}
