using AiDesk.Policy.Service.Policies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Records.Retention;

/// <summary>
/// Once an hour, deletes what each tenant's policy no longer keeps (<c>records: { retain: … }</c>). Tenants without a policy are left alone: their records go
/// when somebody deletes them. Replicas may do so at the same time.
/// </summary>
internal sealed class RetentionJob(IRecordRetention retention, PolicySnapshots snapshots, TimeProvider clock, ILogger<RetentionJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It was stopped, which is no fault.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.RetentionFailed(fault.Message);
        }
    }

    /// <summary>One round. Answers how many records were deleted one by one.</summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var deleted = 0L;
        foreach (var tenant in snapshots.Tenants)
        {
            if (snapshots.For(tenant) is { } snapshot)
            {
                deleted += await retention.DeleteAsync(tenant, now.AddMilliseconds(-snapshot.Records.RetainMs), cancellationToken).ConfigureAwait(false);
            }
        }

        return deleted;
    }
}
