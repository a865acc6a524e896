using System.Diagnostics;
using System.Text;
using AiDesk.Policy.Service.Counters.Redis.Resp;
using AiDesk.Policy.Service.RedisFaults.Connections;
using AiDesk.Redis.Harness;

namespace AiDesk.Policy.Service.RedisFaults.Outages;

/// <summary>A cluster that loses a master: its tenants are without shared counters until its replica takes over, the others notice nothing.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Watched = 150;

    [Fact]
    public async Task Outage_MasterOfAClusterKilled_OnlyItsTenantsAndOnlyUntilItsReplicaServes()
    {
        await using var cluster = await RedisCluster.StartAsync();
        foreach (var node in cluster.Nodes)
        {
            await node.CommandAsync("CONFIG", "SET", "cluster-require-full-coverage", "no");
        }

        await using var run = await OutageRun.StartAsync(
            Driver.Options($"redis://{string.Join(',', cluster.Addresses)}?cluster=true") with { ConnectDeadline = OutageRun.Ample }, OutageRun.Ample);
        var counted = run.Subjects[0];
        var master = await cluster.MasterOfAsync(SlotOf(counted));
        var hit = new List<OutageSubject>();
        foreach (var subject in run.Subjects)
        {
            if (await cluster.MasterOfAsync(SlotOf(subject)) == master)
            {
                hit.Add(subject);
            }
        }

        var broken = Stopwatch.GetTimestamp();
        await master.KillAsync();
        await run.DegradedAsync(hit, Watched);
        await Eventually.TrueAsync(async () => await cluster.MasterOfAsync(SlotOf(counted)) != master, "a replica serves the slots");
        var mended = Stopwatch.GetTimestamp();
        await run.SharedAsync(Watched);

        var row = await run.EndAsync("master of a cluster killed", broken, mended);
        var lost = Math.Max(0, counted.Acknowledged - counted.Remembered);
        output.WriteLine(row[..^2] + $"{hit.Count} of {run.Subjects.Length} tenants were on it; {lost} of {counted.Acknowledged} acknowledged hits of one were lost |");
        foreach (var subject in run.Subjects)
        {
            subject.OutageAnswer.ShouldBe(!hit.Contains(subject) ? "none" : subject.Name switch
            {
                "limit, allow" => "let through",
                "limit, local" or "strikes and budget, copilot" => "local",
                _ => "denied",
            });
        }

        // Replication follows a write within a moment: what a failover can lose is what was written in that moment, and never everything.
        lost.ShouldBeLessThan(counted.Acknowledged);
    }

    private static int SlotOf(OutageSubject subject) => HashSlot.Of(Encoding.UTF8.GetBytes(subject.Tenant));
}
