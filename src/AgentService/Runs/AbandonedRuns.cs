using AiDesk.Agent.Graph;
using AiDesk.Agent.Storage;
using Dapper;

namespace AiDesk.Agent.Runs;

/// <summary>Hands to a person what was begun too often and never ended: its worker died each time, or lost it.</summary>
internal sealed class AbandonedRuns(DeskDatabase database, DeskSignals signals, DeskRunsOptions options, TimeProvider clock)
{
    public const string Outcome = "attempts_spent";

    private const int Batch = 100;

    private const string IsAbandoned = "run_state = 'running' AND (lease_until IS NULL OR lease_until <= @now) AND attempts >= @RunAttempts";

    /// <summary>Answers how many it ended.</summary>
    public async Task<int> ReapAsync(CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var (tenant, run) in await DueAsync(cancellationToken).ConfigureAwait(false))
        {
            ended += await EndAsync(tenant, run, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        if (ended > 0)
        {
            signals.Raise(DeskSignal.Events);
        }

        return ended;
    }

    private async Task<IReadOnlyList<(string Tenant, Guid Run)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. await worker.QueryAsync<(string, Guid)>(new CommandDefinition(
                $"SELECT tenant_id, run_id FROM desk.runs WHERE {IsAbandoned} ORDER BY created_at LIMIT @Batch",
                new { now = clock.Now(), options.RunAttempts, Batch },
                cancellationToken: cancellationToken)).ConfigureAwait(false),
        ];
    }

    private async Task<bool> EndAsync(string tenant, Guid run, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        var now = clock.Now();
        if (await work.HoldConversationOfAsync(run, cancellationToken).ConfigureAwait(false) is not { } conversation)
        {
            return false;
        }

        var locale = await work.FirstAsync<string>(
            $"SELECT locale FROM desk.runs WHERE tenant_id = @tenant AND run_id = @run AND {IsAbandoned} FOR NO KEY UPDATE", new { run, now, options.RunAttempts }, cancellationToken).ConfigureAwait(false);
        if (locale is null)
        {
            return false;
        }

        await RunEndings.CompleteAsync(work, run, conversation, new RunCompletion(Outcome, HandOverTexts.For(Languages.OfTag(locale)), ""), EventLog.Graph, now, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
