using System.Diagnostics;
using System.Globalization;
using AiDesk.Bench.Figures;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;

namespace AiDesk.Bench.Redis;

/// <summary>How a driver behaves while its server does not: four callers that never stop asking, with a deadline of 50 ms.</summary>
internal static class FaultFigures
{
    private const int Callers = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(FigureReport report, string driver, Func<string, Task<IScriptConnection>> open, Func<IEnumerable<string>, Task<IScriptConnection>> openCluster)
    {
        await ServerAsync(report, $"{driver}, paused 1 s", open, async server =>
        {
            server.Pause();
            await Task.Delay(Lasting);
            return () =>
            {
                server.Resume();
                return Task.CompletedTask;
            };
        });
        await ServerAsync(report, $"{driver}, killed 1 s", open, async server =>
        {
            await server.KillAsync();
            await Task.Delay(Lasting);
            return server.StartAgainAsync;
        });
        await ServerAsync(report, $"{driver}, scripts flushed", open, async server =>
        {
            await server.CommandAsync("SCRIPT", "FLUSH");
            return () => Task.CompletedTask;
        });
        await using (var server = await RedisServer.StartAsync())
        await using (var proxy = new FaultProxy(server.Port))
        {
            await RunAsync(report, $"{driver}, cut mid-answer", await open(proxy.Address), async () =>
            {
                proxy.CutAfter = 1000;
                await Eventually.TrueAsync(() => proxy.CutAfter is null, "it is cut");
                return () => Task.CompletedTask;
            });
        }

        await using var cluster = await RedisCluster.StartAsync();
        await RunAsync(report, $"{driver}, cluster master killed", await openCluster(cluster.Addresses), async () =>
        {
            // CRC-16 of tenant-0, by the cluster itself.
            var slot = (int)(long)(await cluster.Nodes[0].CommandAsync("CLUSTER", "KEYSLOT", "{tenant-0}"))!;
            var master = await cluster.MasterOfAsync(slot);
            await master.KillAsync();
            await Eventually.TrueAsync(async () => await cluster.MasterOfAsync(slot) != master, "a replica serves");
            return () => Task.CompletedTask;
        });
    }

    private static async Task ServerAsync(FigureReport report, string name, Func<string, Task<IScriptConnection>> open, Func<RedisServer, Task<Func<Task>>> break_)
    {
        await using var server = await RedisServer.StartAsync();
        await RunAsync(report, name, await open(server.Address), () => break_(server));
    }

    private static async Task RunAsync(FigureReport report, string name, IScriptConnection connection, Func<Task<Func<Task>>> break_)
    {
        await using (connection)
        {
            var callers = Enumerable.Range(0, Callers).Select(_ => new Caller()).ToArray();
            using var end = new CancellationTokenSource();
            var asking = callers.Select(caller => Task.Run(() => caller.AskAsync(connection, end.Token), CancellationToken.None)).ToArray();
            await Eventually.TrueAsync(() => callers.All(caller => caller.Answered > 100), "it answers");
            var mend = await break_();
            await mend();
            var mended = Stopwatch.GetTimestamp();
            var before = callers.Select(caller => caller.Answered).ToArray();
            var recovered = true;
            try
            {
                await Eventually.TrueAsync(() => callers.Select((caller, i) => caller.Answered - before[i]).All(more => more > 100), "it answers again", TimeSpan.FromSeconds(15));
            }
            catch (TimeoutException)
            {
                recovered = false;
            }

            await end.CancelAsync();
            await Task.WhenAll(asking);
            report.AtMost($"{name}: longest wait of a call", callers.Max(caller => caller.Longest).TotalMilliseconds, "ms", null, null);
            report.AtMost($"{name}: calls that waited for their deadline", callers.Sum(caller => caller.TimedOut), "calls", null, null);
            report.AtMost($"{name}: calls that failed", callers.Sum(caller => caller.Failed), "calls", null, null);
            var last = callers.Max(caller => caller.LastFailure);
            var recovery = recovered ? last == 0 ? 0 : Math.Max(0, Stopwatch.GetElapsedTime(mended, last).TotalMilliseconds) : double.PositiveInfinity;
            report.AtMost(string.Create(CultureInfo.InvariantCulture, $"{name}: last failure after it was mended"), double.IsInfinity(recovery) ? 15_000 : recovery, "ms", null, null);
        }
    }

    private sealed class Caller
    {
        public int Answered { get; private set; }

        public int Failed { get; private set; }

        public int TimedOut { get; private set; }

        public TimeSpan Longest { get; private set; }

        public long LastFailure { get; private set; }

        public async Task AskAsync(IScriptConnection connection, CancellationToken end)
        {
            var call = BenchScript.Call(0);
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
            while (!end.IsCancellationRequested)
            {
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    await connection.RunAsync(call, Deadline, CancellationToken.None);
                    Answered++;
                }
                catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException)
                {
                    Failed++;
                    TimedOut += fault is StoreUnavailableException { Reason: UnavailableReason.TimedOut } ? 1 : 0;
                    LastFailure = Stopwatch.GetTimestamp();
                }

                var took = Stopwatch.GetElapsedTime(begun);
                Longest = took > Longest ? took : Longest;
                await beat.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }
}
