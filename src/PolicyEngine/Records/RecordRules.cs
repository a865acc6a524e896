namespace AiDesk.Policy.Records;

/// <summary><c>records:</c> of a policy.</summary>
public sealed record RecordRules
{
    public CaptureRule Capture { get; init; } = CaptureRule.None;

    /// <summary>How long records are kept, milliseconds.</summary>
    public long RetainMs { get; init; } = 90 * 24 * 3600_000L;
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
