using System.Globalization;

namespace AiDesk.CommandLine.Load.Reporting;

/// <summary>What a load must reach; each null when nobody asked.</summary>
/// <param name="P50">Microseconds from the intended start.</param>
/// <param name="P99">The same.</param>
/// <param name="P999">The same.</param>
/// <param name="Errors">Greatest share of calls without an answer, 0 to 1.</param>
/// <param name="Rate">Least calls answered a second.</param>
internal sealed record Bounds(long? P50, long? P99, long? P999, double? Errors, double? Rate)
{
    /// <summary>Each that was missed, as a sentence.</summary>
    public IEnumerable<string> Missed(LoadResult result)
    {
        foreach (var (name, share, bound) in new[] { ("p50", 0.5, P50), ("p99", 0.99, P99), ("p99.9", 0.999, P999) })
        {
            var value = result.All.Latency.At(share);
            if (bound is { } most && value > most)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{name} is {Milliseconds(value)}, above {Milliseconds(most)}");
            }
        }

        if (Errors is { } errors && result.ErrorShare > errors)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.ErrorShare:P2} of the calls were not answered, above {errors:P2}");
        }

        if (Rate is { } rate && result.CallsPerSecond < rate)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.CallsPerSecond:N0} calls a second were answered, below {rate:N0}");
        }
    }

    public static string Milliseconds(long microseconds) => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000.0:0.00} ms");
}
