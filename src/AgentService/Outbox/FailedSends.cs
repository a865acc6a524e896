using AiDesk.Agent.Approvals;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Agent.Outbox;

/// <summary>A person's word on a message that could not be sent: again, under the same key, or not at all. Where nobody knows whether it was sent, the person says that this is known.</summary>
internal sealed class FailedSends(DeskDatabase database, DeskSignals signals, TimeProvider clock)
{
    /// <summary>Throws <see cref="DeskException"/>: FIELD_*, NOT_FOUND, WRONG_STATE, OUTCOME_UNKNOWN.</summary>
    public Task<Receipt> RetryAsync(DeskCaller caller, RetrySendRequest request, CancellationToken cancellationToken) =>
        DecideAsync(caller, InputLimits.Id(request.RunId, "run_id"), request.ConfirmUnknown, StoredReceipt.Retry, RunState.Approved, cancellationToken);

    /// <summary>Throws as <see cref="RetryAsync"/>.</summary>
    public Task<Receipt> DiscardAsync(DeskCaller caller, DiscardSendRequest request, CancellationToken cancellationToken) =>
        DecideAsync(caller, InputLimits.Id(request.RunId, "run_id"), request.ConfirmUnknown, StoredReceipt.Discard, RunState.Rejected, cancellationToken);

    private async Task<Receipt> DecideAsync(DeskCaller caller, Guid run, bool confirmed, string decision, RunState to, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var row = await work.FirstAsync<Row>(
            """
            SELECT o.outbox_id AS OutboxId, o.conversation_id AS ConversationId, o.state AS State, o.outcome_unknown AS OutcomeUnknown, o.receipt::text AS Receipt,
                   r.run_state AS RunState, r.draft_hash AS Hash
            FROM desk.outbox_messages o JOIN desk.runs r ON r.tenant_id = @tenant AND r.run_id = o.run_id
            WHERE o.tenant_id = @tenant AND o.run_id = @run FOR NO KEY UPDATE OF o
            """,
            new { run },
            cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            throw await NoRowAsync(work, run, cancellationToken).ConfigureAwait(false);
        }

        if (row.State != "failed")
        {
            return StoredReceipt.Parse(row.Receipt) is { } first && first.Decision == decision ? first.ToWire(run, replayed: true) : throw Wrong(row.RunState);
        }

        if (row.OutcomeUnknown && !confirmed)
        {
            throw new DeskException(ErrorReason.OutcomeUnknown, "nobody knows whether the message was sent: confirm that this is known");
        }

        var now = clock.Now();
        var receipt = new StoredReceipt { Decision = decision, State = RunMoves.NameOf(to), DecidedBy = caller.PersonId, DecidedAt = now, OutboxId = row.OutboxId, TextHash = row.Hash };
        await ApplyAsync(work, run, row, to, receipt, now, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        signals.Raise(DeskSignal.Outbox);
        signals.Raise(DeskSignal.Events);
        return receipt.ToWire(run, replayed: false);
    }

    private static async Task ApplyAsync(TenantWork work, Guid run, Row row, RunState to, StoredReceipt receipt, DateTime now, CancellationToken cancellationToken)
    {
        // A person who sends again knowing that it may be there: from here on only what comes next counts. A channel that can be asked still is, by the flag.
        await work.ExecuteAsync(
            """
            UPDATE desk.outbox_messages o SET state = @state, attempts = 0, next_attempt_at = @now, receipt = @receipt::jsonb,
                   finished_at = CASE WHEN @state = 'discarded' THEN @now END,
                   outcome_unknown = o.outcome_unknown
                     AND NOT (@state = 'queued' AND coalesce((SELECT s.channels->o.channel->>'kind' FROM desk.settings s WHERE s.tenant_id = @tenant), '') = 'webhook_once')
            WHERE o.tenant_id = @tenant AND o.outbox_id = @OutboxId
            """,
            new { row.OutboxId, state = to == RunState.Approved ? "queued" : "discarded", receipt = receipt.ToJson(), now },
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            "UPDATE desk.runs SET run_state = @to, outcome = CASE WHEN @to = 'rejected' THEN 'discarded' ELSE '' END, updated_at = @now WHERE tenant_id = @tenant AND run_id = @run",
            new { run, to = RunMoves.NameOf(to), now },
            cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(row.ConversationId, run, RunState.SendFailed, to, receipt.DecidedBy, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<DeskException> NoRowAsync(TenantWork work, Guid run, CancellationToken cancellationToken) =>
        await work.FirstAsync<string>("SELECT run_state FROM desk.runs WHERE tenant_id = @tenant AND run_id = @run", new { run }, cancellationToken).ConfigureAwait(false) is { } state
            ? Wrong(state)
            : DeskException.NotFound();

    private static DeskException Wrong(string state) =>
        new(ErrorReason.WrongState, "the run's message has not failed") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = state } };

    private sealed record Row
    {
        public Guid OutboxId { get; init; }

        public Guid ConversationId { get; init; }

        public string State { get; init; } = "";

        public bool OutcomeUnknown { get; init; }

        public string? Receipt { get; init; }

        public string RunState { get; init; } = "";

        public string Hash { get; init; } = "";
    }
}
