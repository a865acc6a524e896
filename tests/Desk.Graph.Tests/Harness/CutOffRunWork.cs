using AiDesk.Agent.Runs;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>A worker that dies at one of its writes: odd cuts come before the write, even ones after it.</summary>
internal sealed class CutOffRunWork(IRunWork inner, int at) : IRunWork
{
    private int _writes;

    public Task<ClaimedRun?> ClaimAsync(CancellationToken cancellationToken) => inner.ClaimAsync(cancellationToken);

    public Task ReleaseAsync(ClaimedRun run, CancellationToken cancellationToken) => inner.ReleaseAsync(run, cancellationToken);

    public Task RenewAsync(ClaimedRun run, CancellationToken cancellationToken) => inner.RenewAsync(run, cancellationToken);

    public Task<RunInput> LoadAsync(ClaimedRun run, CancellationToken cancellationToken) => inner.LoadAsync(run, cancellationToken);

    public Task AppendAsync(ClaimedRun run, RunProgress progress, CancellationToken cancellationToken) => WriteAsync(() => inner.AppendAsync(run, progress, cancellationToken));

    public Task<RunState> ProposeAsync(ClaimedRun run, ProposedDraft draft, CancellationToken cancellationToken) => inner.ProposeAsync(run, draft, cancellationToken);

    public Task HoldAsync(ClaimedRun run, IReadOnlyList<HeldToolCall> calls, CancellationToken cancellationToken) => WriteAsync(() => inner.HoldAsync(run, calls, cancellationToken));

    public Task CompleteAsync(ClaimedRun run, RunCompletion completion, CancellationToken cancellationToken) => WriteAsync(() => inner.CompleteAsync(run, completion, cancellationToken));

    public Task ReviewLaterAsync(ClaimedRun run, HeldToolCall done, CancellationToken cancellationToken) => inner.ReviewLaterAsync(run, done, cancellationToken);

    private async Task WriteAsync(Func<Task> write)
    {
        var isLast = ++_writes == at;
        if (isLast && at % 2 == 1)
        {
            throw new Cut();
        }

        await write();
        if (isLast)
        {
            throw new Cut();
        }
    }

    internal sealed class Cut : Exception;
}
