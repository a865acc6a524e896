using System.Diagnostics;
using AiDesk.Agent.V1;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Desk;

/// <summary>Times are those that the rows have, so that nothing of how this program waits is in them.</summary>
internal static class RunFigures
{
    private const int PostsInFlight = 16;

    public static async Task MeasureAsync(FigureReport report, BenchDesk desk, int singles, int many)
    {
        await SinglesAsync(report, desk, singles);
        await ManyAsync(report, desk, many);
    }

    /// <summary>One run after another: from the message to the draft that waits, and from its approval to the message that was sent.</summary>
    private static async Task SinglesAsync(FigureReport report, BenchDesk desk, int runs)
    {
        var begun = await desk.ScalarAsync<DateTime>("SELECT now()");
        for (var one = 0; one < runs; one++)
        {
            var run = await desk.PostAsync();
            await desk.IdleAsync();
            var waiting = (await desk.Client.GetRunAsync(new GetRunRequest { RunId = run }, desk.As("approver", "vera"))).Run;
            await desk.Client.ApproveRunAsync(new ApproveRunRequest { RunId = run, DraftHash = waiting.Draft.Hash, ConversationVersion = waiting.ConversationVersion }, desk.As("approver", "vera"));
            await desk.IdleAsync();
        }

        var since = $"'{begun:O}'";
        report.AtMost("a run with two model calls and one tool, policy's ten answers included, p50", await MedianAsync(desk, $"""
            SELECT a.created_at - r.created_at AS time FROM desk.runs r JOIN desk.approvals a ON a.tenant_id = r.tenant_id AND a.run_id = r.run_id AND a.kind = 'draft' WHERE r.created_at >= {since}
            """), "ms", null, 10);
        report.AtMost("approved to sent, p50", await MedianAsync(desk, $"""
            SELECT o.finished_at - r.decided_at AS time FROM desk.runs r JOIN desk.outbox_messages o ON o.tenant_id = r.tenant_id AND o.run_id = r.run_id WHERE r.created_at >= {since}
            """), "ms", null, 1000);
    }

    /// <summary>Many at once, on policy's word alone: from the first message to the last that was sent.</summary>
    private static async Task ManyAsync(FigureReport report, BenchDesk desk, int runs)
    {
        await desk.ScalarAsync<string>("UPDATE desk.settings SET mode = 'autopilot', level = 2 WHERE tenant_id = 'tienda-alba' RETURNING mode");
        var cpu = Environment.CpuUsage.TotalTime;
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = PostsInFlight }, async (_, _) => await desk.PostAsync());
        await desk.IdleAsync();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        report.AtLeast("runs a second, autopilot, posted, answered and sent", runs / seconds, "runs/s", null, 200);
        report.AtMost("processor time of desk, policy service and callers for each, without PostgreSQL's", (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / runs, "ms", null, null);
    }

    private static Task<double> MedianAsync(BenchDesk desk, string rows) =>
        desk.ScalarAsync<double>($"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM time) * 1000) FROM ({rows}) AS t");
}
