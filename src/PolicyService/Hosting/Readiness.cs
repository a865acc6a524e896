using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Records;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>Whether calls should come here: apart from being alive.</summary>
internal sealed class Readiness(PolicySnapshots snapshots, DecisionRecorder recorder, IServiceProvider services)
{
    // Not there when counters are in this process.
    private readonly IRedisConnection? _redis = services.GetService<IRedisConnection>();

    /// <summary>What is not as it should be although calls are answered; null when nothing.</summary>
    public string? Degradation =>
        _redis is { State: not ScriptConnectionState.Up } ? "degraded: the shared counters do not answer, each limit's outage rule holds"
        : recorder.Health is { IsWriting: false } health ? $"degraded: {health.InJournal} records wait in the journal: {health.SinkFault}"
        : null;

    /// <summary>Why not; null when they should.</summary>
    public string? Problem => snapshots.Count == 0 ? "no policy is loaded" : recorder.Health is { IsTaking: false } health ? "records cannot be taken: " + health.JournalFault : null;
}
