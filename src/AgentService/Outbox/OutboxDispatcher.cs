using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiDesk.Agent.Outbox;

/// <summary>Sends what was approved. Any number of them may run, here and on other machines: a row is in the hands of one.</summary>
internal sealed class OutboxDispatcher(DeskDatabase database, OutboxAttempt attempt, DeskSignals signals, DeskRunsOptions options, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    /// <summary>Claims what is due and makes one attempt at each; answers how many it claimed.</summary>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxClaim> claims;
        await using (var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false))
        {
            claims = await OutboxClaims.ClaimAsync(worker, options, options.ParallelSends, clock.Now(), cancellationToken).ConfigureAwait(false);
        }

        if (claims.Count > 0)
        {
            await Task.WhenAll(claims.Select(claim => MakeAsync(claim, cancellationToken))).ConfigureAwait(false);
            signals.Raise(DeskSignal.Events);
        }

        return claims.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var seen = signals.Count(DeskSignal.Outbox);
            var claimed = 0;
            try
            {
                claimed = await DispatchAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
            {
                RunsLog.DatabaseAway(log, nameof(OutboxDispatcher), fault);
            }

            if (claimed == 0)
            {
                await WaitAsync(seen, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitAsync(long seen, CancellationToken stoppingToken)
    {
        try
        {
            await signals.WaitAsync(DeskSignal.Outbox, seen, options.PollInterval, clock, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
    }

    /// <summary>What one row does to its dispatcher is that row's alone: its lease lapses, and it is taken up again.</summary>
    private async Task MakeAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            if (!await attempt.MakeAsync(claim, cancellationToken).ConfigureAwait(false))
            {
                RunsLog.LostRow(log, claim.OutboxId);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            RunsLog.AttemptFailed(log, claim.OutboxId, fault);
        }
    }
}
