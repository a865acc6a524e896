using System.Globalization;
using AiDesk.Bench.Capacity;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Bench.Capacity.Soak;
using AiDesk.Bench.Figures;

// What the shipped service does as a whole: how it starts, what one processor answers, and what happens when more is asked of it.
if (args is [EmptyHost.Command])
{
    await EmptyHost.ServeAsync();
    return;
}

var json = Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var quick = args.Contains("--quick");
var time = TimeSpan.FromSeconds(quick ? 0.5 : 2);

if (Array.IndexOf(args, "--soak") is var soak and >= 0)
{
    // `--soak 30`: nothing else, for so many minutes.
    var soaked = new FigureReport();
    await SoakFigures.MeasureAsync(soaked, TimeSpan.FromMinutes(double.Parse(args[soak + 1], CultureInfo.InvariantCulture)));
    if (json is not null)
    {
        await File.WriteAllTextAsync(json, soaked.ToJson());
    }

    return;
}

// `--only start`, `capacity` or `overload`: that part alone.
var only = Array.IndexOf(args, "--only") is var place and >= 0 && place + 1 < args.Length ? args[place + 1] : null;
var report = new FigureReport();
if (only is null or "start")
{
    await StartFigures.MeasureAsync(report, quick ? 100_000 : 1_000_000);
}

if (Processors.KeepApart())
{
    if (only is null or "capacity")
    {
        await CapacityFigures.MeasureAsync(report, time);
    }

    if (only is null or "overload")
    {
        await OverloadFigures.MeasureAsync(report, time);
    }
}
else
{
    Console.WriteLine("capacity and overload: not measured: service and callers need a processor each, and this machine has one.");
}

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}
