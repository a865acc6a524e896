using Microsoft.Extensions.Hosting;

namespace AiDesk.Identity;

/// <summary>Keeps the configured issuer's keys fresh off the path of any call.</summary>
internal sealed class KeyRefresh(TrustedIssuers issuers, TimeProvider clock) : BackgroundService
{
    /// <summary>How often it is looked whether loading is due.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (issuers.Configured is not { } keys)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (keys.IsDue)
                {
                    await keys.RefreshAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It was stopped, which is no fault.
        }
    }
}
