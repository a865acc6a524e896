namespace AiDesk.Policy.Service.Records;

/// <summary>How many records may wait for the sink.</summary>
internal sealed record DecisionRecorderOptions
{
    /// <summary>Most lines: 65,536 by default.</summary>
    public int Lines { get; init; } = 65_536;

    /// <summary>Most memory of theirs, in bytes: 64 MiB by default.</summary>
    public long Bytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Part of both that plain ALLOW decisions may fill, in hundredths: the rest is kept for what may not be lost. 75 by default.</summary>
    public int AllowShare { get; init; } = 75;

    /// <summary>
    /// How long the writer waits for company before it writes: 10 ms by default. It is what makes a batch of many lines; a write for each would cost more
    /// than the decision.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Wait between two attempts at a sink that fails: 500 ms by default.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a stop waits for the sink before what is left is given up and reported: 5 s by default.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);
}
