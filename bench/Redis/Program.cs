using AiDesk.Bench.Figures;
using AiDesk.Bench.Redis;
using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;
using Microsoft.Extensions.Logging.Abstractions;

// The two drivers that docs/decisions/0008 compares. The reference of every line is StackExchange.Redis.
var json = Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
var report = new FigureReport();
using var metrics = new ConnectionMetrics();

async Task<IScriptConnection> OwnAsync(string url)
{
    var connection = RedisConnections.Open(RedisUrl.Parse(url, out _)!, metrics, NullLogger.Instance);
    await connection.ReadyAsync(CancellationToken.None);
    return connection;
}

await using (var server = await RedisServer.StartAsync())
await using (var other = await StackExchangeConnection.OpenAsync([server.Address]))
await using (var own = await OwnAsync("redis://" + server.Address))
await using (var local = await OwnAsync("unix:" + server.SocketPath))
{
    await ShareFigures.MeasureAsync(report, own);
    if (args.Contains("--shares"))
    {
        return;
    }

    await SpeedFigures.MeasureAsync(
        report, server, [("StackExchange.Redis", other), ("own client", own), ("own client, Unix socket", local)], TimeSpan.FromSeconds(args.Contains("--quick") ? 0.3 : 1));
}

if (!args.Contains("--no-faults"))
{
    await FaultFigures.MeasureAsync(
        report, "StackExchange.Redis", async address => await StackExchangeConnection.OpenAsync([address]), async addresses => await StackExchangeConnection.OpenAsync(addresses));
    await FaultFigures.MeasureAsync(report, "own client", address => OwnAsync("redis://" + address), addresses => OwnAsync($"redis://{string.Join(',', addresses)}?cluster=true"));
}

if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}
