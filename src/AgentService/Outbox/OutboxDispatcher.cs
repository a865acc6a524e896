using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiDesk.Agent.Outbox;

/// <summary>Sends what was approved. Any number of them may run, here and on other machines: a row is in the hands of one.</summary>
internal sealed class OutboxDispatcher(DeskDatabase database, OutboxAttempt attempt, DeskSignals signals, DeskRunsOptions options, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    /// <summary>Claims what is due, makes one attempt at each and waits for them; answers how many it claimed.</summary>
    public async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        var claims = await ClaimAsync(options.ParallelSends, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(claims.Select(claim => MakeAsync(claim, cancellationToken))).ConfigureAwait(false);
        return claims.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var places = new SemaphoreSlim(options.ParallelSends);
        var free = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var seen = signals.Count(DeskSignal.Outbox);
            var claimed = 0;
            try
            {
                // As many as there are places: what is slow keeps its own, and holds nobody else up.
                free += await TakeAsync(places, free, stoppingToken).ConfigureAwait(false);
                var claims = await ClaimAsync(free, stoppingToken).ConfigureAwait(false);
                claimed = claims.Count;
                free -= claimed;
                foreach (var claim in claims)
                {
                    _ = SendAsync(claim, places, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
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

        // Attempts that are under way come to their end: each within its own time.
        for (; free < options.ParallelSends; free++)
        {
            await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a place if there is none, and takes what is free besides.</summary>
    private static async Task<int> TakeAsync(SemaphoreSlim places, int held, CancellationToken cancellationToken)
    {
        var taken = 0;
        if (held == 0)
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            taken++;
        }

        while (await places.WaitAsync(0, cancellationToken).ConfigureAwait(false))
        {
            taken++;
        }

        return taken;
    }

    private async Task<IReadOnlyList<OutboxClaim>> ClaimAsync(int limit, CancellationToken cancellationToken)
    {
        await using var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        return await OutboxClaims.ClaimAsync(worker, options, limit, clock.Now(), cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(OutboxClaim claim, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        try
        {
            await MakeAsync(claim, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is stopped: the lease lapses, and the row is taken up again.
        }
        finally
        {
            places.Release();

            // The next one of the conversation may go.
            signals.Relay(DeskSignal.Outbox);
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
            if (await attempt.MakeAsync(claim, cancellationToken).ConfigureAwait(false))
            {
                signals.Raise(DeskSignal.Events);
            }
            else
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
