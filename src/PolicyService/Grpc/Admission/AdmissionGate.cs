using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Observability.Prometheus;

namespace AiDesk.Policy.Service.Grpc.Admission;

/// <summary>
/// How many calls may be in flight, and whose. Below the limit everybody comes in, whatever the others leave. At the limit a tenant comes in only while it has
/// less in flight than its fair share, the limit divided by the tenants that are here: who takes more is shed, who takes little is not. A newcomer's share is
/// above the limit until those before it finish, so that twice the limit is the bound of all. Nothing waits, nothing is allocated but a tenant's first call's counter.
/// </summary>
internal sealed class AdmissionGate
{
    private static readonly KeyValuePair<string, object?> Full = new("cause", "full");
    private static readonly KeyValuePair<string, object?> Share = new("cause", "share");

    private readonly ConcurrentDictionary<string, TenantLoad> _tenants = new(StringComparer.Ordinal);
    private readonly int _limit;
    private readonly Counter<long> _shed;
    private int _inFlight;
    private int _active;

    public AdmissionGate(PolicyServiceOptions options, ServiceMetrics metrics)
    {
        _limit = options.MaxInFlight;
        _shed = metrics.Meter.CreateCounter<long>("aidesk.calls.shed", "{call}", "Calls refused with RESOURCE_EXHAUSTED, by cause: share (the tenant has its fair share in flight already), full (twice the limit is in flight).");
        metrics.Meter.CreateObservableUpDownCounter("aidesk.calls.in_flight", () => (long)InFlight, "{call}", "Calls in flight, of all tenants.");
        metrics.Meter.CreateObservableGauge("aidesk.calls.limit", () => _limit, "{call}", "Calls in flight beyond which a tenant above its fair share is refused: AIDESK_MAX_IN_FLIGHT.");
        metrics.Meter.CreateObservableUpDownCounter("aidesk.calls.tenants", () => (long)Active, "{tenant}", "Tenants with calls in flight.");
    }

    /// <summary>Both causes are served from the start, at zero.</summary>
    public void Serve(PrometheusCollector collector)
    {
        collector.Serve(_shed, Full);
        collector.Serve(_shed, Share);
    }

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Tenants with calls in flight.</summary>
    public int Active => Volatile.Read(ref _active);

    public int Limit => _limit;

    /// <summary>False when the call is shed. A call that came in leaves by <see cref="Leave"/>.</summary>
    /// <param name="tenant">Of a verified token, with a policy: there are no more of them than policies.</param>
    /// <param name="load">What to leave with.</param>
    public bool TryEnter(string tenant, out TenantLoad load)
    {
        if (!_tenants.TryGetValue(tenant, out load!))
        {
            load = _tenants.GetOrAdd(tenant, static _ => new TenantLoad());
        }

        var all = Interlocked.Increment(ref _inFlight);
        var own = load.Enter();
        var active = own == 1 ? Interlocked.Increment(ref _active) : Active;
        if (all <= _limit)
        {
            return true;
        }

        var isFull = all > 2L * _limit;
        if (!isFull && own <= Math.Max(1, _limit / Math.Max(1, active)))
        {
            return true;
        }

        Leave(load);
        _shed.Add(1, isFull ? Full : Share);
        return false;
    }

    public void Leave(TenantLoad load)
    {
        if (load.Leave() == 0)
        {
            Interlocked.Decrement(ref _active);
        }

        Interlocked.Decrement(ref _inFlight);
    }
}
