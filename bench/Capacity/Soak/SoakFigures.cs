using System.Globalization;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Bench.Figures;
using AiDesk.Postgres.Harness;
using AiDesk.Redis.Harness;

namespace AiDesk.Bench.Capacity.Soak;

/// <summary>
/// The service with counters on Redis and records in PostgreSQL under a steady mixed load for a long time: what grows, and what gets slower. The second third of the time stands beside the
/// last, so that what a young process still makes is in neither.
/// </summary>
internal static class SoakFigures
{
    private const int Tenants = 4;
    private const double Rate = 500;
    private const double Flat = 1.05;
    private const double LatencyFlat = 1.25;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(FigureReport report, TimeSpan time)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var service = await ServedPolicy.StartAsync(Tenants, null, ("AIDESK_REDIS", "redis://" + redis.Address), ("AIDESK_RECORDS_POSTGRES", database));
        var load = LoadProcess.RunAsync(service, Rate, time);
        var samples = new List<Sample>();
        using var beat = new PeriodicTimer(Beat);
        while (!load.IsCompleted && await beat.WaitForNextTickAsync())
        {
            samples.Add(new Sample(service.Memory / (double)(1 << 20), service.OpenFiles));
        }

        var found = await load;
        if (samples.Count < 3 || found.P99.Count < 3)
        {
            throw new InvalidOperationException("A soak needs some seconds at least.");
        }

        var (memory, files, latency) = (Thirds.Of(samples, sample => sample.Memory), Thirds.Of(samples, sample => sample.OpenFiles), Thirds.Of(found.P99, p99 => p99));
        var name = string.Create(CultureInfo.InvariantCulture, $"soak, {time.TotalMinutes:0.#} minutes of {Rate:N0} mixed calls a second");
        report.Context($"{name}: calls answered", found.Answered, "calls");
        report.AtMost($"{name}: calls not answered", found.Errors, "calls", null, 0);
        report.AtMost($"{name}: decisions that were degraded", found.Degraded, "calls", null, 0);
        report.RatioAtMost($"{name}: resident memory, last third beside the second", memory.Last, "MiB", memory.Second, Flat);
        report.RatioAtMost($"{name}: p99, last third beside the second", latency.Last / 1000, "ms", latency.Second / 1000, LatencyFlat);
        report.RatioAtMost($"{name}: open files, last third beside the second", files.Last, "files", files.Second, Flat);
        Plot(report, samples, found.P99);
    }

    /// <summary>A point for each minute, or each second of a short soak; the second is 1 at first, since the axis is logarithmic.</summary>
    private static void Plot(FigureReport report, List<Sample> samples, IReadOnlyList<double> p99)
    {
        var step = Math.Max(1, samples.Count / 30);
        for (var second = step; second < samples.Count; second += step)
        {
            report.Point("Soak: resident memory", "resident", "seconds", "MiB", second, samples[second].Memory);
        }

        step = Math.Max(1, p99.Count / 30);
        for (var second = step; second < p99.Count; second += step)
        {
            report.Point("Soak: p99", "p99, median of the seconds", "seconds", "ms", second, Median.Of(p99.Skip(second - step).Take(step)) / 1000);
        }
    }

    private sealed record Sample(double Memory, double OpenFiles);
}
