using System.Diagnostics;
using AiDesk.Bench.Figures;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;

namespace AiDesk.Bench.Redis;

/// <summary>How fast a driver is, and what it costs: one in flight and 64, alternating rounds, medians.</summary>
internal static class SpeedFigures
{
    private const int Rounds = 5;
    private const int InFlight = 64;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public static async Task MeasureAsync(FigureReport report, RedisServer server, IReadOnlyList<(string Name, IScriptConnection Connection)> drivers, TimeSpan round)
    {
        var rounds = drivers.Select(_ => (One: new List<Sample>(), Many: new List<Sample>())).ToList();
        for (var i = -1; i < Rounds; i++)
        {
            for (var driver = 0; driver < drivers.Count; driver++)
            {
                var one = await RunAsync(server, drivers[driver].Connection, 1, round);
                var many = await RunAsync(server, drivers[driver].Connection, InFlight, round);
                if (i >= 0)
                {
                    rounds[driver].One.Add(one);
                    rounds[driver].Many.Add(many);
                }
            }
        }

        for (var driver = 0; driver < drivers.Count; driver++)
        {
            var (one, many) = rounds[driver];
            var name = drivers[driver].Name;
            void Line(string what, string unit, List<Sample> samples, Func<Sample, double> figure) =>
                report.AtMost($"{name}: {what}", Median.Of(samples.Select(figure)), unit, Median.Of((samples == one ? rounds[0].One : rounds[0].Many).Select(figure)), null);
            Line("p50, one in flight", "us", one, sample => sample.P50);
            Line("p99, one in flight", "us", one, sample => sample.P99);
            Line($"scripts a second, {InFlight} in flight", "scripts/s", many, sample => sample.PerSecond);
            Line($"p99, {InFlight} in flight", "us", many, sample => sample.P99);
            Line($"client CPU per script, {InFlight} in flight", "us", many, sample => sample.Cpu);
            Line("bytes allocated per script", "bytes", many, sample => sample.Bytes);
            Line($"server CPU per script, {InFlight} in flight", "us", many, sample => sample.ServerCpu);
        }
    }

    private static async Task<Sample> RunAsync(RedisServer server, IScriptConnection connection, int callers, TimeSpan time)
    {
        // Made before, so that what is allocated meanwhile is the driver's.
        var lists = Enumerable.Range(0, callers).Select(_ => new List<long>(1 << 17)).ToArray();
        var (cpu, bytes, serverCpu) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), server.ProcessorTime);
        var begun = Stopwatch.GetTimestamp();
        var end = begun + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(lists.Select((list, i) => Task.Run(() => CallAsync(connection, i, end, list))));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var allocated = GC.GetTotalAllocatedBytes() - bytes;
        var times = lists.SelectMany(ticks => ticks).ToArray();
        var count = times.Length;
        var sample = new Sample(
            0, 0, count / seconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count,
            (double)allocated / count,
            (server.ProcessorTime - serverCpu).TotalMicroseconds / count);
        Array.Sort(times);
        return sample with { P50 = At(times, 0.5), P99 = At(times, 0.99) };
    }

    private static async Task CallAsync(IScriptConnection connection, int tenant, long end, List<long> times)
    {
        var call = BenchScript.Call(tenant);
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            if (begun >= end)
            {
                return;
            }

            await connection.RunAsync(call, Deadline, CancellationToken.None);
            times.Add(Stopwatch.GetTimestamp() - begun);
        }
    }

    private static double At(long[] sorted, double part) => sorted[(int)((sorted.Length - 1) * part)] * 1e6 / Stopwatch.Frequency;

    private sealed record Sample(double P50, double P99, double PerSecond, double Cpu, double Bytes, double ServerCpu);
}
