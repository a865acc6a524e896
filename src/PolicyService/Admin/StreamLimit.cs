using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Admin;

/// <summary>
/// How many streams of administrators may be open: each asks the store four times a second for as long as it lives. Beside that each is a call in flight, with its
/// tenant's share of those.
/// </summary>
internal sealed class StreamLimit
{
    /// <summary>Streams that one tenant may have open.</summary>
    public const int OfTenant = 8;

    /// <summary>Streams that all tenants together may have open.</summary>
    public const int OfAll = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _all;

    public StreamLimit(ServiceMetrics metrics) =>
        metrics.Meter.CreateObservableUpDownCounter("aidesk.streams.open", () => (long)Open, "{stream}", "Streams of administrators that are open, at most 64 and 8 of a tenant.");

    public int Open => Volatile.Read(ref _all);

    /// <summary>Throws RESOURCE_EXHAUSTED, with the limit that is reached, when the tenant may not open another. A stream that came in leaves by disposing.</summary>
    public Place Enter(string tenant)
    {
        lock (_gate)
        {
            var own = _open.GetValueOrDefault(tenant);
            if (own >= OfTenant)
            {
                throw Refusal("streams_of_tenant", $"this tenant has {own} streams open, and no more than {OfTenant} may be");
            }

            if (_all >= OfAll)
            {
                throw Refusal("streams", $"{_all} streams are open, and no more than {OfAll} may be");
            }

            _open[tenant] = own + 1;
            _all++;
            return new Place(this, tenant);
        }
    }

    private static RpcException Refusal(string limit, string message) => RpcErrors.Make(StatusCode.ResourceExhausted, ErrorReason.Overloaded, message, ("limit", limit));

    private void Leave(string tenant)
    {
        lock (_gate)
        {
            _all--;
            if (--_open[tenant] == 0)
            {
                _open.Remove(tenant);
            }
        }
    }

    /// <summary>Of one stream; disposed once.</summary>
    internal readonly struct Place(StreamLimit limit, string tenant) : IDisposable
    {
        public void Dispose() => limit.Leave(tenant);
    }
}
