using System.Collections.Concurrent;

namespace AiDesk.SystemFaults.Load;

/// <summary>What callers were told while one fault came and went, and what must therefore be found afterwards.</summary>
/// <param name="number">Of the fault in this system's life: names of its own for everything that is counted.</param>
internal sealed class Promised(int number)
{
    private int _wide;
    private int _tight;

    /// <summary>Problems seen on the way; empty in the end.</summary>
    public ConcurrentQueue<string> Problems { get; } = [];

    /// <summary>Decisions that were more than a plain ALLOW: each is on record once.</summary>
    public ConcurrentQueue<Guid> Interventions { get; } = [];

    /// <summary>When each decision was asked and answered that let something through which nobody may without counters.</summary>
    public ConcurrentQueue<(long Begun, long Ended)> LetThrough { get; } = [];

    /// <summary>Messages that the desk took, by the run that answers each.</summary>
    public ConcurrentDictionary<Guid, string> Runs { get; } = new();

    /// <summary>Runs whose draft a person approved: each has one message.</summary>
    public ConcurrentDictionary<Guid, string> Approved { get; } = new();

    /// <summary>Budgets that only this fault's callers use.</summary>
    public string Wide { get; } = $"w{number}";

    public string Tight { get; } = $"t{number}";

    /// <summary>Commits that were acknowledged, one credit each, of all and of those that a tight budget holds too.</summary>
    public int WideCommits => _wide;

    public int TightCommits => _tight;

    public int Number => number;

    public void Committed(bool isTight)
    {
        Interlocked.Increment(ref _wide);
        if (isTight)
        {
            Interlocked.Increment(ref _tight);
        }
    }
}
