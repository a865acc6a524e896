using System.Globalization;
using System.Text;

namespace AiDesk.Policy.Service.Observability.Prometheus;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IReadOnlyList<MetricFamily> families)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (var family in families)
        {
            var name = family.Name;
            text.Append("# HELP ").Append(name).Append(' ').Append(Help(family.Instrument.Description ?? "")).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Type).Append('\n');
            foreach (var series in family.Series)
            {
                if (family.Bounds.IsEmpty)
                {
                    Line(text, name, series.Labels, null, series.Value);
                }
                else
                {
                    Histogram(text, name, family.Bounds, series);
                }
            }
        }

        return text.ToString();
    }

    private static void Histogram(StringBuilder text, string name, ReadOnlySpan<double> bounds, Series series)
    {
        var sum = series.Value;
        var count = 0L;
        for (var bucket = 0; bucket < series.Buckets.Length; bucket++)
        {
            count += Volatile.Read(in series.Buckets[bucket]);
            Line(text, name + "_bucket", series.Labels, bucket < bounds.Length ? Number(bounds[bucket]) : "+Inf", count);
        }

        Line(text, name + "_sum", series.Labels, null, sum);
        Line(text, name + "_count", series.Labels, null, count);
    }

    private static void Line(StringBuilder text, string name, KeyValuePair<string, object?>[] labels, string? bound, double value)
    {
        text.Append(name);
        if (labels.Length > 0 || bound is not null)
        {
            text.Append('{');
            foreach (var (key, label) in labels)
            {
                text.Append(key.Replace('.', '_')).Append("=\"").Append(Label(label as string ?? "")).Append("\",");
            }

            if (bound is not null)
            {
                text.Append("le=\"").Append(bound).Append("\",");
            }

            text.Length--;
            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Help(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Label(string text) => Help(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
