using AiDesk.Bench.Policy;
using AiDesk.Bench.Policy.Engine;
using AiDesk.Bench.Figures;
using AiDesk.Bench.Policy.Serving;

// `serve echo` and `serve policy FOLDER [REDIS]` are the processes that the run starts beside itself; everything else is the run.
if (args is ["serve", .. var served])
{
    await ServerProgram.RunAsync(served);
    return;
}

var json = Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

// `--only TEXT`: the calls to the service whose name holds it, and nothing else; for a profiler.
var only = Array.IndexOf(args, "--only") is var place and >= 0 && place + 1 < args.Length ? args[place + 1] : null;
var seconds = args.Contains("--quick") ? 0.3 : 1.5;
var report = new FigureReport();
if (only is null)
{
    TextFigures.Measure(report);
    StreamFigures.Measure(report);
    ToolFigures.Measure(report);
    GrowthFigures.Measure(report);
}

if (only is not (RedisFigures.Name or CheckStreamFigures.Name))
{
    await ServiceFigures.MeasureAsync(report, TimeSpan.FromSeconds(seconds), only ?? "");
}

if (only is null or CheckStreamFigures.Name)
{
    await CheckStreamFigures.MeasureAsync(report, TimeSpan.FromSeconds(seconds));
}

// Only where there is a redis-server to start.
if (only is null or RedisFigures.Name)
{
    try
    {
        await RedisFigures.MeasureAsync(report, TimeSpan.FromSeconds(seconds));
    }
    catch (InvalidOperationException fault)
    {
        // A figure that could not be taken is said so, and does not take the others with it.
        Console.WriteLine($"with Redis: not measured: {fault.Message}");
    }
}

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}
