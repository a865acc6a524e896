using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>Whether calls should come here: apart from being alive.</summary>
internal sealed class Readiness(PolicySnapshots snapshots, DecisionRecorder recorder)
{
    /// <summary>Why not; null when they should.</summary>
    public string? Problem => snapshots.Count == 0 ? "no policy is loaded" : recorder.Health.IsWriting ? null : "records are not being written: " + recorder.Health.Fault;
}
