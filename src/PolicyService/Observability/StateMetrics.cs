using System.Diagnostics.Metrics;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Observability.Health;
using AiDesk.Policy.Service.Policies;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Observability;

/// <summary>What others hold, read when somebody collects: policies, what waits for people, tokens, keys, readiness. Costs a call nothing.</summary>
internal sealed class StateMetrics
{
    private readonly PolicyAges _ages;
    private readonly PolicyServiceOptions _options;
    private readonly TimeProvider _clock;

    public StateMetrics(
        ServiceMetrics metrics,
        PolicySnapshots snapshots,
        PolicyFolder folder,
        PolicyAges ages,
        HeldCalls held,
        PostReviews reviews,
        PrincipalCache principals,
        TrustedIssuers issuers,
        Readiness readiness,
        PolicyServiceOptions options,
        TimeProvider clock)
    {
        (_ages, _options, _clock) = (ages, options, clock);
        var meter = metrics.Meter;
        meter.CreateObservableGauge("aidesk.ready", () => readiness.Look().IsReady ? 1 : 0, "1", "1 while calls should come here, as /healthz/ready says.");
        meter.CreateObservableGauge("aidesk.policy.tenants", () => snapshots.Count, "{tenant}", "Tenants that have a policy in force.");
        meter.CreateObservableGauge("aidesk.policy.broken", () => folder.States.Values.Count(state => state.Errors.Length > 0), "{tenant}", "Tenants whose policy files have errors: what was in force before stays, if anything was.");
        meter.CreateObservableGauge("aidesk.policy.age", Ages, "s", "Since when the policy in force has been: of the tenants of AIDESK_METRICS_TENANTS by name, and as tenant other the one that changed last of all.");
        meter.CreateObservableGauge("aidesk.approvals.held", () => held.Count, "{call}", "Tool calls that are held for a person, or were decided or lapsed within a day.");
        meter.CreateObservableGauge("aidesk.reviews.open", () => reviews.Count, "{review}", "Reviews that are open, or were closed or lapsed within a day.");
        meter.CreateObservableGauge("aidesk.reviews.unwritten", () => reviews.Unwritten, "{step}", "Steps of reviews that are not on file yet.");
        meter.CreateObservableGauge("aidesk.tokens.cached", () => principals.Count, "{token}", "Verified tokens that are remembered, at most 10,000.");
        meter.CreateObservableGauge("aidesk.keys.age", () => KeyAge(issuers), "s", "Since when the issuer's keys were last loaded; absent without AIDESK_JWKS. After a day they are no longer trusted.");
    }

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = _clock.GetUtcNow();
        foreach (var tenant in _options.MetricsTenants)
        {
            if (_ages.Since(tenant) is { } since)
            {
                yield return new((now - since).TotalSeconds, new KeyValuePair<string, object?>("tenant", tenant));
            }
        }

        if (_ages.Latest() is { } latest)
        {
            yield return new((now - latest).TotalSeconds, new KeyValuePair<string, object?>("tenant", ServiceMetrics.OtherTenants));
        }
    }

    private IEnumerable<Measurement<double>> KeyAge(TrustedIssuers issuers) =>
        issuers.Configured is { LoadedAt: { } loaded } ? [new((_clock.GetUtcNow() - loaded).TotalSeconds)] : [];
}
