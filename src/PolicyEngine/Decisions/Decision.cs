namespace AiDesk.Policy.Decisions;

/// <summary>The verdict of one check with what it stands on; findings, outcomes and readings are in the same <see cref="Checks.Evaluation"/>. Reused.</summary>
public sealed class Decision
{
    public Guid Id { get; set; }

    /// <summary>What the caller must do.</summary>
    public Verdict Verdict { get; set; }

    /// <summary>What it would have been had every rule been enforced; equal to <see cref="Verdict"/> when nothing was monitored.</summary>
    public Verdict EnforcedVerdict { get; set; }

    public Reason Reason { get; set; }

    public Obligations Obligations { get; set; }

    /// <summary>Key in the message file; empty when there is nothing to say.</summary>
    public string MessageKey { get; set; } = "";

    public Enforcement Enforcement { get; set; }

    public DateTimeOffset EvaluatedAt { get; set; }

    public bool Degraded => DegradedReasons.Count > 0;

    /// <summary>Why the decision is degraded, as <c>limits:per_ip:local</c>.</summary>
    public List<string> DegradedReasons { get; } = [];

    public void Clear()
    {
        Id = default;
        Verdict = Verdict.None;
        EnforcedVerdict = Verdict.None;
        Reason = Reason.None;
        Obligations = Obligations.None;
        MessageKey = "";
        Enforcement = Enforcement.None;
        EvaluatedAt = default;
        DegradedReasons.Clear();
    }
}
