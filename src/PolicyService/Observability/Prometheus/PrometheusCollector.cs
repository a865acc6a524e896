using System.Diagnostics.Metrics;

namespace AiDesk.Policy.Service.Observability.Prometheus;

/// <summary>
/// Listens to the meters of one host, for <c>/metrics</c>. OpenTelemetry.Exporter.Prometheus.AspNetCore is the library to take when it can be restored.
/// </summary>
internal sealed class PrometheusCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<MetricFamily> _families = [];

    public PrometheusCollector(MeterScope scope)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (scope.Holds(instrument))
            {
                var family = new MetricFamily(instrument);
                lock (_gate)
                {
                    _families.Add(family);
                }

                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.Start();
    }

    /// <summary>The family of an instrument of this host.</summary>
    public MetricFamily Of(Instrument instrument)
    {
        lock (_gate)
        {
            return _families.Find(family => ReferenceEquals(family.Instrument, instrument)) ?? throw new ArgumentException($"{instrument.Name} is not of this host", nameof(instrument));
        }
    }

    /// <summary>Serves a series from now on, at zero until something is measured: who asks for a rate has its beginning.</summary>
    public void Serve(Instrument instrument, params ReadOnlySpan<KeyValuePair<string, object?>> labels) => Of(instrument).Of(labels);

    /// <summary>Every instrument, by name; what is only read is read now. One reader at a time: <paramref name="read"/> runs under a lock.</summary>
    public T Collect<T>(Func<IReadOnlyList<MetricFamily>, T> read)
    {
        lock (_gate)
        {
            foreach (var family in _families)
            {
                family.Forget();
            }

            _listener.RecordObservableInstruments();
            return read([.. _families.OrderBy(family => family.Name, StringComparer.Ordinal)]);
        }
    }

    public void Dispose() => _listener.Dispose();
}
