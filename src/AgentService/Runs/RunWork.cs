using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary><see cref="IRunWork"/> over the desk's database. Each write holds the run's row, having found in it the worker's fence and a lease that lasts.</summary>
internal sealed class RunWork(DeskDatabase database, DeskSignals signals, DeskRunsOptions options, TimeProvider clock, ICitedText? cited = null) : IRunWork
{
    public async Task<ClaimedRun?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var worker = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        return await RunClaims.ClaimAsync(worker, options, clock.Now(), cancellationToken).ConfigureAwait(false);
    }

    public async Task RenewAsync(ClaimedRun run, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        var now = clock.Now();
        await work.HoldRunAsync(run, now, cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync("UPDATE desk.runs SET lease_until = @until WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId, until = now + options.RunLease }, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task ReleaseAsync(ClaimedRun run, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        await work.HoldRunAsync(run, clock.Now(), cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            "UPDATE desk.runs SET lease_owner = NULL, lease_until = NULL, attempts = attempts - 1 WHERE tenant_id = @tenant AND run_id = @RunId", new { run.RunId }, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<RunInput> LoadAsync(ClaimedRun run, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        await work.HoldRunAsync(run, clock.Now(), cancellationToken).ConfigureAwait(false);
        return await RunLoading.LoadAsync(work, run.RunId, cancellationToken).ConfigureAwait(false);
    }

    public Task AppendAsync(ClaimedRun run, RunProgress progress, CancellationToken cancellationToken) =>
        WriteAsync(run, (work, _) => RunProgressStore.AppendAsync(work, run.RunId, progress, cancellationToken), cancellationToken);

    public async Task<RunState> ProposeAsync(ClaimedRun run, ProposedDraft draft, CancellationToken cancellationToken)
    {
        var state = RunState.Completed;
        await WriteAsync(run, async (work, conversation) => state = await DraftProposals.ProposeAsync(work, run.RunId, conversation, draft, options, cited, clock.Now(), cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (state == RunState.Approved)
        {
            signals.Raise(DeskSignal.Outbox);
        }

        return state;
    }

    public Task HoldAsync(ClaimedRun run, IReadOnlyList<HeldToolCall> calls, CancellationToken cancellationToken) =>
        WriteAsync(run, (work, conversation) => HeldToolCalls.HoldAsync(work, run.RunId, conversation, calls, clock.Now() + options.PendingLimit, clock.Now(), cancellationToken), cancellationToken);

    public async Task CompleteAsync(ClaimedRun run, RunCompletion completion, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        var conversation = await work.HoldConversationOfAsync(run.RunId, cancellationToken).ConfigureAwait(false) ?? throw new LeaseLostException(run.RunId);
        if (await RunEndings.WasCompletedAsync(work, run, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await work.HoldRunAsync(run, clock.Now(), cancellationToken).ConfigureAwait(false);
        await RunEndings.CompleteAsync(work, run.RunId, conversation, completion, EventLog.Graph, clock.Now(), cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        signals.Raise(DeskSignal.Events);
    }

    public Task ReviewLaterAsync(ClaimedRun run, HeldToolCall done, CancellationToken cancellationToken) =>
        WriteAsync(run, (work, conversation) => HeldToolCalls.ReviewLaterAsync(work, run.RunId, conversation, done, clock.Now(), cancellationToken), cancellationToken);

    /// <summary>One transaction that holds the run and writes no message: who does holds the conversation first, as everybody does.</summary>
    private async Task WriteAsync(ClaimedRun run, Func<TenantWork, Guid, Task> write, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(run.Tenant, cancellationToken).ConfigureAwait(false);
        var conversation = await work.HoldRunAsync(run, clock.Now(), cancellationToken).ConfigureAwait(false);
        await write(work, conversation).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        signals.Raise(DeskSignal.Events);
    }
}
