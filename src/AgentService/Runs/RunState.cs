namespace AiDesk.Agent.Runs;

/// <summary>Where a run stands: column <c>run_state</c>.</summary>
internal enum RunState
{
    /// <summary>The graph is working.</summary>
    Running,

    /// <summary>A draft or a held tool call waits for a person.</summary>
    PendingApproval,

    /// <summary>Decided, in the outbox, not yet sent.</summary>
    Approved,

    /// <summary>Exactly one message exists for this run. Final.</summary>
    ApprovedSent,

    /// <summary>Nothing will be sent. Final.</summary>
    Rejected,

    /// <summary>Retries spent, refused for good, or outcome unknown.</summary>
    SendFailed,

    /// <summary>Nothing to send. Final.</summary>
    Completed,
}
