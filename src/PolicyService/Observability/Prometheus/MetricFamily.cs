using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AiDesk.Policy.Service.Observability.Prometheus;

/// <summary>An instrument and its series. A measurement of a series that is there allocates nothing.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    /// <summary>Most series; what is beyond is one more, all of whose labels are <see cref="Overflow"/>.</summary>
    public const int SeriesLimit = 2_000;

    public const string Overflow = "overflow";

    private readonly ConcurrentDictionary<SeriesKey, Series> _series = new();
    private readonly double[]? _bounds = instrument is Histogram<double> histogram ? [.. histogram.Advice?.HistogramBucketBoundaries ?? DurationBuckets.Bounds] : null;

    public Instrument Instrument { get; } = instrument;

    public ReadOnlySpan<double> Bounds => _bounds;

    public string Name => PrometheusName.Of(Instrument);

    public string Type => _bounds is not null ? "histogram" : PrometheusName.IsCounter(Instrument) ? "counter" : "gauge";

    public IEnumerable<Series> Series => _series.Values.OrderBy(series => string.Join('\0', series.Labels.Select(label => label.Value)), StringComparer.Ordinal);

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Of(tags);
        if (_bounds is not null)
        {
            series.Measure(value);
        }
        else if (Instrument.IsObservable)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>The series of these labels, at zero when it is new.</summary>
    public Series Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _series.TryGetValue(SeriesKey.Of(tags), out var series) ? series : Add(tags);

    /// <summary>Before observing: what is not told again is gone.</summary>
    public void Forget()
    {
        if (Instrument.IsObservable)
        {
            _series.Clear();
        }
    }

    private Series Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.ToArray();
        if (_series.Count >= SeriesLimit)
        {
            labels = [.. labels.Select(label => new KeyValuePair<string, object?>(label.Key, Overflow))];
        }

        return _series.GetOrAdd(SeriesKey.Of(labels), static (_, state) => new Series(state.labels, state._bounds), (labels, _bounds));
    }
}
