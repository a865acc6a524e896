using AiDesk.Policy.Service.Hosting;
using AiDesk.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Observability.Health;

/// <summary>Tells gRPC's health service, once a second, what readiness says; and the log, when that changes.</summary>
internal sealed class HealthWatch(Readiness readiness, ServingState serving, TimeProvider clock, ILogger<HealthWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _isReady = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It was stopped, which is no fault.
        }
    }

    private void Look()
    {
        var report = readiness.Look();
        if (report.IsReady == _isReady)
        {
            return;
        }

        _isReady = report.IsReady;
        foreach (var service in HostStart.ServedNames)
        {
            serving.Set(service, _isReady);
        }

        if (_isReady)
        {
            log.ReadyAgain();
        }
        else
        {
            log.NotReady(report.Summary);
        }
    }
}
