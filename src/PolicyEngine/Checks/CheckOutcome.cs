namespace AiDesk.Policy.Checks;

/// <summary>How one check ended. A check that did not run is not a pass.</summary>
public enum CheckOutcome : byte
{
    /// <summary>It does not belong to this RPC.</summary>
    None = 0,
    Ran = 1,

    /// <summary>Not configured, or its descriptor is absent and the policy says skip.</summary>
    Skipped = 2,

    /// <summary>It should have run and could not: the decision is degraded.</summary>
    NotRun = 3,

    /// <summary>It failed inside: the decision denies.</summary>
    Failed = 4,
}
