using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Injection;

/// <summary>What a score asks for.</summary>
public readonly record struct InjectionRules
{
    public InjectionRules()
    {
    }

    /// <summary>Score from which the text is noted, 0 to 1.</summary>
    public double FlagAt { get; init; } = 0.60;

    /// <summary>Score from which the severity is <see cref="Severity"/>, 0 to 1.</summary>
    public double DenyAt { get; init; } = 0.90;

    /// <summary>Severity at <see cref="DenyAt"/>; <see cref="Verdict.Allow"/> for untrusted texts, which are cut and never deny.</summary>
    public Verdict Severity { get; init; } = Verdict.Deny;

    /// <summary>The rule is in monitor.</summary>
    public bool Monitored { get; init; }
}
