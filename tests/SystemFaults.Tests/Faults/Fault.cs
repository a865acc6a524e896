using AiDesk.SystemFaults.Services;

namespace AiDesk.SystemFaults.Faults;

/// <summary>One thing that goes wrong, and how it is mended.</summary>
/// <param name="Of">What it happens to: a process, or a link between two.</param>
/// <param name="What">What happens to it.</param>
/// <param name="BreakAsync">Makes it happen; when it returns, it has.</param>
/// <param name="MendAsync">Ends it.</param>
internal sealed record Fault(string Of, string What, Func<WholeSystem, Task> BreakAsync, Func<WholeSystem, Task> MendAsync)
{
    /// <summary>While it lasts no decision can reach the shared counters.</summary>
    public bool TakesCounters { get; init; }

    /// <summary>It stands between callers and the policy service: only then may a decision be no answer at all.</summary>
    public bool ReachesCallers { get; init; }

    /// <summary>False for what is mended at once, as a restart is.</summary>
    public bool Lasts { get; init; } = true;

    public string Name => $"{Of}: {What}";
}
