using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Records;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>What time does to held calls and reviews: reviews are put on file, and what lapses is recorded, once.</summary>
internal sealed class ApprovalUpkeep(HeldCalls held, PostReviews reviews, DecisionRecorder recorder, TimeProvider clock) : BackgroundService
{
    /// <summary>How long a review may be in memory only.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between two probes of a log that failed.</summary>
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);

    private DateTimeOffset _probedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                held.TellLapsed(call => recorder.Record(ApprovalFacts.Lapsed(call)));
                reviews.TellLapsed(review => recorder.Record(ApprovalFacts.Lapsed(review)));
                reviews.Flush();
                ProbeHeld();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It was stopped, which is no fault.
        }
    }

    private void ProbeHeld()
    {
        var now = clock.GetUtcNow();
        if (now - _probedAt >= ProbeInterval)
        {
            _probedAt = now;
            held.Probe();
        }
    }
}
