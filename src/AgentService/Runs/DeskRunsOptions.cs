namespace AiDesk.Agent.Runs;

/// <summary>Times and counts of runs, approvals and sending.</summary>
internal sealed record DeskRunsOptions
{
    /// <summary>Who holds leases, for people who look: this process. At most 200 characters.</summary>
    public string Worker { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>How long a worker holds a run without renewing. 1 s to 10 min.</summary>
    public TimeSpan RunLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a run is begun or taken up again before it is handed to a person. 1 to 10. A person's word on a held call begins the count anew.</summary>
    public int RunAttempts { get; init; } = 3;

    /// <summary>How long something waits for a person when policy sets no limit. 1 min to 30 days.</summary>
    public TimeSpan PendingLimit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a dispatcher holds a message. Longer than <see cref="SendTimeout"/>, so that a send is over before another may begin.</summary>
    public TimeSpan SendLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a channel may take for one attempt. 100 ms to <see cref="SendLease"/>.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts before a message is shown to a person. 1 to 100.</summary>
    public int SendAttempts { get; init; } = 8;

    /// <summary>Wait after the first failed attempt; it doubles with each, and the half of it is drawn.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan BackoffLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Messages that one dispatcher sends at a time: a slow channel holds up that many before it holds up others. 1 to 256.</summary>
    public int ParallelSends { get; init; } = 32;

    /// <summary>How long a loop sleeps when nothing wakes it: signals are the way, this is the net below them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of the backoff's draws, so that a run can be repeated.</summary>
    public int JitterSeed { get; init; } = 20261121;
}
