using System.Collections.Immutable;
using AiDesk.Identity;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Observability.Health;

/// <summary>
/// Whether calls should come here: apart from being alive. Nothing is asked anew, so that a probe cannot be a load: each dependency says how it was when it was
/// last used, and those that failed look for themselves whether that is over.
/// </summary>
internal sealed class Readiness(
    PolicySnapshots snapshots, DecisionRecorder recorder, HeldCalls held, PostReviews reviews, TrustedIssuers issuers, IHostApplicationLifetime lifetime, IServiceProvider services)
{
    // Not there when counters are in this process.
    private readonly IRedisConnection? _redis = services.GetService<IRedisConnection>();

    public ReadinessReport Look()
    {
        var states = ImmutableArray.CreateBuilder<DependencyState>();
        void Add(string name, DependencyStatus worst, string fault) => states.Add(new DependencyState(name, fault.Length == 0 ? DependencyStatus.Ok : worst, fault));

        var health = recorder.Health;
        Add("service", DependencyStatus.Down, lifetime.ApplicationStopping.IsCancellationRequested ? "the service is stopping" : "");
        Add("policies", DependencyStatus.Down, snapshots.Count == 0 ? "no policy is loaded" : "");
        Add("journal", DependencyStatus.Down, health.IsTaking ? "" : "records cannot be taken: " + health.JournalFault);
        Add("held_calls", DependencyStatus.Down, held.Fault is { Length: > 0 } fault ? "calls cannot be held for a person and are denied: " + fault : "");
        Add("keys", DependencyStatus.Down, issuers.Configured is { Current.Count: 0 } none ? "no key of the issuer is trusted: " + none.LastFault : "");
        if (_redis is { } redis)
        {
            Add("counters", DependencyStatus.Degraded, redis.State == ScriptConnectionState.Up ? "" : "the shared counters do not answer, each limit's outage rule holds");
        }

        Add("records", DependencyStatus.Degraded, health.IsWriting ? "" : $"{health.InJournal} records wait in the journal: {health.SinkFault}");
        Add("reviews", DependencyStatus.Degraded, reviews.Fault is { Length: > 0 } unwritten ? $"{reviews.Unwritten} steps of reviews wait in memory: {unwritten}" : "");
        Add("key_refresh", DependencyStatus.Degraded, issuers.Configured is { LastFault.Length: > 0, Current.Count: > 0 } stale ? "the issuer's keys could not be loaded again, those before hold for a day: " + stale.LastFault : "");
        return new ReadinessReport(states.ToImmutable());
    }
}
