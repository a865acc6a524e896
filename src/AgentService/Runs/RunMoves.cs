using System.Collections.Frozen;

namespace AiDesk.Agent.Runs;

/// <summary>Every legal move of a run. <c>desk.run_moves</c> is the same table, which a trigger enforces and a test compares.</summary>
internal static class RunMoves
{
    private static readonly FrozenDictionary<string, RunState> States = Enum.GetValues<RunState>().ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    public static FrozenSet<(RunState From, RunState To)> All { get; } = new[]
    {
        (RunState.Running, RunState.PendingApproval),
        (RunState.Running, RunState.Approved),          // autopilot: policy decided
        (RunState.Running, RunState.Completed),
        (RunState.PendingApproval, RunState.Approved),
        (RunState.PendingApproval, RunState.Rejected),  // by a person, by expiry, superseded
        (RunState.PendingApproval, RunState.Running),   // the held call was resolved
        (RunState.Approved, RunState.ApprovedSent),
        (RunState.Approved, RunState.SendFailed),
        (RunState.SendFailed, RunState.Approved),       // again: same outbox row and key
        (RunState.SendFailed, RunState.Rejected),       // discarded
    }.ToFrozenSet();

    public static bool IsFinal(RunState state) => state is RunState.ApprovedSent or RunState.Rejected or RunState.Completed;

    /// <summary>As the column says it.</summary>
    public static string NameOf(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.PendingApproval => "pending_approval",
        RunState.Approved => "approved",
        RunState.ApprovedSent => "approved_sent",
        RunState.Rejected => "rejected",
        RunState.SendFailed => "send_failed",
        _ => "completed",
    };

    /// <summary>Throws <see cref="KeyNotFoundException"/> for a name that is none.</summary>
    public static RunState Parse(string name) => States[name];
}
