using System.Text.Encodings.Web;
using System.Text.Json;
using AiDesk.CommandLine.Load.Measuring;

namespace AiDesk.CommandLine.Load.Reporting;

/// <summary>The same for programs. Times in microseconds.</summary>
internal static class LoadJson
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(LoadResult result, IReadOnlyList<string> missed) => JsonSerializer.Serialize(
        new
        {
            begun = result.Begun,
            machine = new { processors = Environment.ProcessorCount, runtime = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, system = System.Runtime.InteropServices.RuntimeInformation.OSDescription },
            plan = new
            {
                result.Plan.Address, result.Plan.Tenants, result.Plan.Rate, result.Plan.Connections, result.Plan.InFlight, stream = result.Plan.IsStreamed, mix = result.Mix.Text,
                duration_seconds = result.Plan.Duration.TotalSeconds, warm_up_seconds = result.Plan.WarmUp.TotalSeconds, ramp_seconds = result.Plan.Ramp.TotalSeconds,
            },
            measured_seconds = result.Measured.TotalSeconds,
            result.IsValid,
            result.LimitedShare,
            missed,
            all = Of(result.All, result.Measured),
            kinds = result.Total.Kinds.OrderBy(kind => kind.Key).ToDictionary(kind => kind.Key.ToString().ToLowerInvariant(), kind => Of(kind.Value, result.Measured), StringComparer.Ordinal),
            generator_lateness = Times(result.Lateness),
            seconds = result.Seconds,
        },
        Written);

    private static object Of(KindTally tally, TimeSpan time) => new
    {
        answered = tally.Latency.Count,
        per_second = tally.Latency.Count / Math.Max(time.TotalSeconds, 1e-9),
        latency = Times(tally.Latency),
        service_time = Times(tally.Service),
        verdicts = tally.Verdicts.InOrder.ToDictionary(StringComparer.Ordinal),
        reasons = tally.Reasons.InOrder.ToDictionary(StringComparer.Ordinal),
        errors = tally.Errors.InOrder.ToDictionary(StringComparer.Ordinal),
    };

    private static object Times(Histogram histogram) => new
    {
        mean = histogram.Mean, p50 = histogram.At(0.5), p90 = histogram.At(0.9), p99 = histogram.At(0.99), p999 = histogram.At(0.999), p9999 = histogram.At(0.9999), max = histogram.Max,
    };
}
