using AiDesk.Agent.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Graph;

/// <summary>
/// Claims runs and works on them, several at once. A signal wakes it; when none comes it looks by itself. While it works it renews the lease, and it lets go
/// of a run that another worker has. When the service stops it gives back what it has not finished.
/// </summary>
internal sealed class GraphWorker(IRunWork work, RunGraph graph, DeskSignals signals, GraphOptions options, TimeProvider clock, ILogger<GraphWorker> log) : BackgroundService
{
    /// <summary>How long a run may take to be given back while the service stops: then its lease ends it.</summary>
    private static readonly TimeSpan GivingBack = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => LoopAsync(stoppingToken), stoppingToken)));

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Read before looking: a run that comes meanwhile is not slept over.
            var seen = signals.Count(DeskSignal.Runs);
            try
            {
                if (await work.ClaimAsync(stoppingToken).ConfigureAwait(false) is { } run)
                {
                    await WorkAsync(run, stoppingToken).ConfigureAwait(false);
                    continue;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // The database is away, most likely. No run is lost by it: leases end.
                Log.ClaimFailed(log, fault);
            }

            try
            {
                await signals.WaitAsync(DeskSignal.Runs, seen, options.IdleTime, clock, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WorkAsync(ClaimedRun run, CancellationToken stoppingToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var done = new CancellationTokenSource();
        var isCutOff = false;
        var renewing = RenewAsync(run, lost, done.Token);
        try
        {
            await graph.ProcessAsync(run, lost.Token).ConfigureAwait(false);
        }
        catch (LeaseLostException)
        {
            Log.LeaseLost(log, run.RunId);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // Stopping, or lost: whoever holds it next goes on from the steps.
            isCutOff = stoppingToken.IsCancellationRequested;
        }
        catch (Exception fault)
        {
            Log.RunFailed(log, run.RunId, run.Attempt, fault);
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(false);
        }

        if (isCutOff)
        {
            await GiveBackAsync(run).ConfigureAwait(false);
        }
    }

    private async Task GiveBackAsync(ClaimedRun run)
    {
        using var patience = new CancellationTokenSource(GivingBack, clock);
        try
        {
            await work.ReleaseAsync(run, patience.Token).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // It waits for its lease then.
            Log.RenewalFailed(log, run.RunId, fault);
        }
    }

    private async Task RenewAsync(ClaimedRun run, CancellationTokenSource lost, CancellationToken done)
    {
        using var timer = new PeriodicTimer(options.LeaseRenewal, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(done).ConfigureAwait(false))
            {
                await work.RenewAsync(run, done).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // It is done.
        }
        catch (LeaseLostException)
        {
            await lost.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Not renewed: what follows will find out whether the lease still held.
            Log.RenewalFailed(log, run.RunId, fault);
        }
    }
}
