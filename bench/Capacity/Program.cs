using AiDesk.Bench.Capacity;
using AiDesk.Bench.Capacity.Serving;
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
