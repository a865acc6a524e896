namespace AiDesk.Policy.Service.Records;

/// <summary>How many plain ALLOW decisions may wait for the sink, and how it is written to.</summary>
internal sealed record DecisionRecorderOptions
{
    /// <summary>Most lines: 65,536 by default.</summary>
    public int Lines { get; init; } = 65_536;

    /// <summary>Most memory of theirs, in bytes: 64 MiB by default.</summary>
    public long Bytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long the writer waits for company before it writes: 10 ms by default. It is what makes a batch of many lines; a write for each would cost more
    /// than the decision.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Wait between two attempts at a sink that fails: 500 ms by default.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a stop waits for the sink: 5 s by default. What is in the journal then is written at the next start.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tests only: is told each named point that the writer reaches. Null in production.</summary>
    public Action<string>? Reached { get; init; }
}
