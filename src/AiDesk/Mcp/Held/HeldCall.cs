namespace AiDesk.CommandLine.Mcp.Held;

/// <summary>A call that waits for people, as the gateway keeps it: what an approver is shown, and what the token will be for.</summary>
internal sealed record HeldCall
{
    /// <summary>The decision that holds it, by which people resolve it.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The tenant that asked, as the gateway's token claims.</summary>
    public required string Tenant { get; init; }

    /// <summary>The server's command, for people.</summary>
    public required string Server { get; init; }

    public required string Tool { get; init; }

    /// <summary>Canonical JSON, as the service has recorded it.</summary>
    public required string Arguments { get; init; }

    public required string SessionId { get; init; }

    public required string RunId { get; init; }

    public required string CallId { get; init; }

    /// <summary>More than one person may be needed.</summary>
    public required bool Escalated { get; init; }

    /// <summary>When it lapses.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What people said of a held call, for the gateway to find.</summary>
internal sealed record Release
{
    /// <summary>It may not run.</summary>
    public bool Rejected { get; init; }

    /// <summary>Redeemed once; empty when rejected.</summary>
    public string DecisionToken { get; init; } = "";

    /// <summary>The budget held; empty for none.</summary>
    public string ReservationId { get; init; } = "";
}
