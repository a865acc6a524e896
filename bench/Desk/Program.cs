using AiDesk.Bench.Desk;
using AiDesk.Bench.Figures;

// What the desk adds to a run, how soon an approved draft is sent, and how many runs a second it does: with the scripted model, a real policy service and a PostgreSQL that
// syncs, all on this machine.
var json = Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var quick = args.Contains("--quick");
var report = new FigureReport();
await using (var desk = await BenchDesk.StartAsync())
{
    await desk.WarmUpAsync(quick ? 20 : 100);
    await RunFigures.MeasureAsync(report, desk, quick ? 40 : 200, quick ? 100 : 1000);
}

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}
