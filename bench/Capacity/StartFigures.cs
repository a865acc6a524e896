using AiDesk.Bench.Capacity.Asking;
using AiDesk.Bench.Capacity.Running;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Capacity;

/// <summary>How soon a service with a thousand tenants serves, and what memory it has after a million decisions.</summary>
internal static class StartFigures
{
    private const int Tenants = 1000;
    private const int Rounds = 3;
    private const int Callers = 10;
    private const int InFlight = 8;
    private const double GreatestSeconds = 3;
    private const double GreatestMebibytes = 150;
    private const double GreatestGrowth = 1.05;

    public static async Task MeasureAsync(FigureReport report, long decisions)
    {
        var (starts, references, one) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            references.Add((await EmptyHost.StartAsync()).TotalSeconds);
            await using (var single = await ServedPolicy.StartAsync(1))
            {
                one.Add(single.StartedIn.TotalSeconds);
            }

            await using var service = await ServedPolicy.StartAsync(Tenants);
            starts.Add(service.StartedIn.TotalSeconds);
        }

        report.AtMost("start to serving, 1,000 tenants", Median.Of(starts), "s", Median.Of(references), GreatestSeconds);
        report.Context("start to serving, one tenant", Median.Of(one), "s", Median.Of(references));
        await MemoryAsync(report, decisions);
    }

    private static async Task MemoryAsync(FigureReport report, long decisions)
    {
        await using var service = await ServedPolicy.StartAsync(Tenants);
        var started = Mebibytes(service);
        var callers = Running.Callers.Of(service, () => Question.Input(100, sessionDigits: 3), Callers, connections: 1);
        var phase = new Phase(callers);
        var made = 0L;
        var samples = new List<(long Decisions, double Memory)>();
        while (made < decisions)
        {
            made += phase.Closed(InFlight, TimeSpan.FromSeconds(1)).Tallies.Sum(tally => tally.Answered);
            samples.Add((made, Mebibytes(service)));
            report.Point("Memory as decisions are made, 1,000 tenants", "resident", "decisions", "MiB", made, samples[^1].Memory);
        }

        foreach (var caller in callers)
        {
            caller.Dispose();
        }

        var half = samples.First(sample => sample.Decisions >= decisions / 2).Memory;
        report.AtMost("resident memory after a million decisions, 1,000 tenants", samples[^1].Memory, "MiB", started, GreatestMebibytes);
        report.RatioAtMost("its growth in the second half of the million", samples[^1].Memory, "MiB", half, GreatestGrowth);
    }

    private static double Mebibytes(ServedPolicy service) => service.Memory / (double)(1 << 20);
}
