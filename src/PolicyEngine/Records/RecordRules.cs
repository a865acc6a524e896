namespace AiDesk.Policy.Records;

/// <summary><c>records:</c> of a policy.</summary>
public sealed record RecordRules
{
    public CaptureRule Capture { get; init; } = CaptureRule.None;

    public PlainAllowRule PlainAllow { get; init; } = PlainAllowRule.Droppable;

    /// <summary>How long records are kept, milliseconds.</summary>
    public long RetainMs { get; init; } = 90 * 24 * 3600_000L;
}

/// <summary>What becomes of the record of a decision that let something go on, changed nothing, reserved nothing, and that no rule would have changed.</summary>
public enum PlainAllowRule : byte
{
    /// <summary>It is written, and left out when the sink cannot keep up.</summary>
    Droppable,

    /// <summary>As an intervention: recorded before the answer leaves, or the decision is DENY.</summary>
    Keep,

    /// <summary>It is never written.</summary>
    Drop,
}

/// <summary>What of a request's text goes into its record.</summary>
public enum CaptureRule : byte
{
    /// <summary>Only its keyed hash.</summary>
    None,

    /// <summary>The text of interventions.</summary>
    Interventions,

    /// <summary>The text of everything.</summary>
    All,
}
