using AiDesk.Agent.Approvals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiDesk.Agent.Runs;

/// <summary>What time does to runs that nobody moves. Lapsed leases need nobody here: whoever claims finds them.</summary>
internal sealed class DeskReapers(ExpiredApprovals expired, AbandonedRuns abandoned, DeskRunsOptions options, TimeProvider clock, ILogger<DeskReapers> log) : BackgroundService
{
    /// <summary>One round; answers how many runs were moved.</summary>
    public async Task<int> ReapAsync(CancellationToken cancellationToken) =>
        await expired.ReapAsync(cancellationToken).ConfigureAwait(false) + await abandoned.ReapAsync(cancellationToken).ConfigureAwait(false);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.PollInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await ReapAsync(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
                {
                    RunsLog.DatabaseAway(log, nameof(DeskReapers), fault);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It is stopped.
        }
    }
}
