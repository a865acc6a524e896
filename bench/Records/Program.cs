using AiDesk.Bench.Figures;
using AiDesk.Bench.Records;
using AiDesk.Postgres.Harness;

// What recording costs a decision, and how fast records reach PostgreSQL.
var json = Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var quick = args.Contains("--quick");
var report = new FigureReport();
await PathFigures.MeasureAsync(report, quick ? 60_000 : 200_000);
await using (var server = await PostgresServer.StartAsync(durable: true))
{
    await SinkFigures.MeasureAsync(report, server, quick ? 20_000 : 100_000);
}

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}
