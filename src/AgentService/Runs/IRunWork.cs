namespace AiDesk.Agent.Runs;

/// <summary>
/// What the graph does to runs. Each call is one transaction, and each but <see cref="ClaimAsync"/> throws <see cref="LeaseLostException"/>, with nothing
/// changed, when another worker has taken the run since.
/// </summary>
internal interface IRunWork
{
    /// <summary>The oldest run that is running and that nobody holds, of any tenant; null when there is none. It is held for the lease.</summary>
    Task<ClaimedRun?> ClaimAsync(CancellationToken cancellationToken);

    /// <summary>Holds it for another lease.</summary>
    Task RenewAsync(ClaimedRun run, CancellationToken cancellationToken);

    /// <summary>Lets go of a run that is not done, so that another worker has it at once and not after the lease. It was no attempt: nothing of the run's was at fault.</summary>
    Task ReleaseAsync(ClaimedRun run, CancellationToken cancellationToken);

    /// <summary>All that the graph begins with: the conversation, its messages, and the steps of an earlier attempt.</summary>
    Task<RunInput> LoadAsync(ClaimedRun run, CancellationToken cancellationToken);

    /// <summary>Adds steps of the reducer, with the decisions and model calls that belong to them. Ordinals go on from those loaded, without gaps.</summary>
    Task AppendAsync(ClaimedRun run, RunProgress progress, CancellationToken cancellationToken);

    /// <summary>
    /// The run's single draft. A person decides (<c>pending_approval</c>, with its approval), unless <see cref="ProposedDraft.GoesOut"/>: then
    /// <c>approved</c> and in the outbox, in this transaction. A conversation that has moved on since, or that a person has taken over, completes the run
    /// as superseded instead; the answer says which.
    /// </summary>
    Task<RunState> ProposeAsync(ClaimedRun run, ProposedDraft draft, CancellationToken cancellationToken);

    /// <summary>Tool calls wait for people: <c>pending_approval</c>. When each is resolved the run is running again, with a step for each.</summary>
    Task HoldAsync(ClaimedRun run, IReadOnlyList<HeldToolCall> calls, CancellationToken cancellationToken);

    /// <summary>Nothing is to be sent: <c>completed</c>, with the hand-over message and the take-over of the conversation when it is a transfer. Idempotent.</summary>
    Task CompleteAsync(ClaimedRun run, RunCompletion completion, CancellationToken cancellationToken);

    /// <summary>Work that policy lets go on and wants a person to look at afterwards.</summary>
    Task ReviewLaterAsync(ClaimedRun run, HeldToolCall done, CancellationToken cancellationToken);
}
