using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace AiDesk.Desk.ApprovalsTests.Runs;

/// <summary>What is approved is sent because somebody was woken: here at once, elsewhere by NOTIFY. Polling, an hour apart, would not do it.</summary>
public sealed class SignalTests(DeskFixture desk, ITestOutputHelper output) : IClassFixture<DeskFixture>
{
    private static readonly DeskRunsOptions NeverPolls = new() { PollInterval = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Approve_DispatcherOfThisProcess_IsWoken()
    {
        await using var bench = await DeskBench.StartAsync(desk, options: NeverPolls);
        var dispatcher = bench.Get<OutboxDispatcher>();
        await dispatcher.StartAsync(default);

        await ApprovedIsSentAsync(bench, bench, "in this process");

        await dispatcher.StopAsync(default);
    }

    [Fact]
    public async Task Approve_DispatcherOfAnotherProcess_IsWokenByNotify()
    {
        await using var here = await DeskBench.StartAsync(desk, options: NeverPolls);
        await using var there = await DeskBench.StartAsync(desk, options: NeverPolls, connection: here.ConnectionString);
        using var from = new SignalRelay(here.Database, here.Get<DeskSignals>(), TimeProvider.System);
        using var to = new SignalRelay(there.Database, there.Get<DeskSignals>(), TimeProvider.System);
        IHostedService[] services = [from, to, there.Get<OutboxDispatcher>()];
        foreach (var service in services)
        {
            await service.StartAsync(default);
        }

        await UntilAsync(() => here.ScalarAsync<bool>("SELECT count(*) >= 2 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"));
        await ApprovedIsSentAsync(here, there, "by NOTIFY");

        foreach (var service in services)
        {
            await service.StopAsync(default);
        }
    }

    private async Task ApprovedIsSentAsync(DeskBench approver, DeskBench sender, string woken)
    {
        for (var i = 0; i < 20; i++)
        {
            var draft = await approver.DraftAsync(customer: DeskBench.Customer($"c-{i}"));
            await approver.ApproveAsync(draft);
            await UntilAsync(async () => await sender.StateAsync(draft.Run) == RunState.ApprovedSent);
        }

        var median = await sender.ScalarAsync<double>("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - created_at) * 1000) FROM desk.outbox_messages");
        output.WriteLine(FormattableString.Invariant($"| approve to sent, dispatcher woken {woken} | 20 messages, one at a time | median {median:F1} ms |"));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }
    }
}
