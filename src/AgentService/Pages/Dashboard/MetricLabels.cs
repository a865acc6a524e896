using System.Globalization;
using AiDesk.Agent.Metrics;

namespace AiDesk.Agent.Pages.Dashboard;

/// <summary>Addresses of the rows behind numbers.</summary>
internal static class MetricLabels
{
    /// <summary>What a metric is split by, in order.</summary>
    public static IReadOnlyList<string> Of(string metric) => MetricCatalog.Find(metric)?.Labels ?? [];

    public static string Link(string metric, IEnumerable<KeyValuePair<string, string>> labels, DateTimeOffset start, DateTimeOffset end) =>
        $"/dashboard/{metric}?start={Text(start)}&end={Text(end)}" + string.Concat(labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => "&label=" + Uri.EscapeDataString($"{label.Key}={label.Value}")));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
