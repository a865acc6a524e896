using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Agent.Approvals;

/// <summary>
/// A person's word on a draft. It is one UPDATE that finds the draft as the person saw it and nobody else's word before it; message, record and receipt are
/// of the same transaction. The same decision again is answered with the first receipt, whoever says it.
/// </summary>
internal sealed class DraftApprovals(DeskDatabase database, HumanTextCheck texts, DeskSignals signals, KillPoints killPoints, TimeProvider clock)
{
    /// <summary>
    /// Lets it out, as it is or edited. Throws <see cref="DeskException"/>: FIELD_*, NOT_FOUND, ALREADY_DECIDED, DRAFT_STALE, APPROVAL_EXPIRED, WRONG_STATE,
    /// TEXT_DENIED, DEPENDENCY_UNAVAILABLE.
    /// </summary>
    public async Task<Receipt> ApproveAsync(DeskCaller caller, ApproveRunRequest request, CancellationToken cancellationToken)
    {
        var run = InputLimits.Id(request.RunId, "run_id");
        InputLimits.Hash(request.DraftHash, "draft_hash");
        if (request.ConversationVersion < 1)
        {
            throw DeskException.Invalid("conversation_version", "is not that of a draft");
        }

        if (request.HasEditedText)
        {
            InputLimits.Text(request.EditedText, "edited_text", InputLimits.MessageText);
        }

        var seen = (request.DraftHash, (long?)request.ConversationVersion);
        while (true)
        {
            var row = await ReadAsync(caller.Tenant, run, cancellationToken).ConfigureAwait(false);
            var text = request.HasEditedText ? request.EditedText : row.Original ?? "";
            if (DraftRefusals.Answer(row, run, StoredReceipt.Approve, TextHash.Of(text), seen, clock.Now()) is { } first)
            {
                return first;
            }

            var approved = await JudgeAsync(caller, run, row, text, cancellationToken).ConfigureAwait(false);
            if (await TryApproveAsync(caller, run, row, request, approved, cancellationToken).ConfigureAwait(false) is { } receipt)
            {
                return receipt;
            }
        }
    }

    /// <summary>Keeps it from going out. Throws as <see cref="ApproveAsync"/>; a stale draft can be rejected.</summary>
    public async Task<Receipt> RejectAsync(DeskCaller caller, RejectRunRequest request, CancellationToken cancellationToken)
    {
        var run = InputLimits.Id(request.RunId, "run_id");
        InputLimits.Hash(request.DraftHash, "draft_hash");
        var reason = WireNames.Reason(request.Reason) ?? throw InputLimits.UnknownEnum("reason");
        InputLimits.Optional(request.Note, "note", InputLimits.Note);
        if (request.Reason == RejectReason.Other)
        {
            InputLimits.Text(request.Note, "note", InputLimits.Note);
        }

        while (true)
        {
            var row = await ReadAsync(caller.Tenant, run, cancellationToken).ConfigureAwait(false);
            if (DraftRefusals.Answer(row, run, StoredReceipt.Reject, null, (request.DraftHash, null), clock.Now()) is { } first)
            {
                return first;
            }

            if (await TryRejectAsync(caller, run, row, request, reason, cancellationToken).ConfigureAwait(false) is { } receipt)
            {
                return receipt;
            }
        }
    }

    private async Task<DraftRow> ReadAsync(string tenant, Guid run, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(tenant, cancellationToken).ConfigureAwait(false);
        return await DraftRow.ReadAsync(work, run, cancellationToken).ConfigureAwait(false) ?? throw DeskException.NotFound();
    }

    private async Task<ApprovedText> JudgeAsync(DeskCaller caller, Guid run, DraftRow row, string text, CancellationToken cancellationToken)
    {
        if (text == row.Original)
        {
            return new ApprovedText(text, row.Hash!, false, 0, null);
        }

        var decision = await texts.CheckAsync(caller, run, row, text, cancellationToken).ConfigureAwait(false);
        return new ApprovedText(text, TextHash.Of(text), true, EditDistance.Between(row.Original!, text), decision);
    }

    /// <summary>Null when the draft was not there any more as it was seen.</summary>
    private async Task<Receipt?> TryApproveAsync(DeskCaller caller, Guid run, DraftRow row, ApproveRunRequest request, ApprovedText approved, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var now = clock.Now();
        var receipt = new StoredReceipt
        {
            Decision = StoredReceipt.Approve,
            State = RunMoves.NameOf(RunState.Approved),
            DecidedBy = caller.PersonId,
            DecidedAt = now,
            OutboxId = Guid.CreateVersion7(now),
            TextHash = approved.Hash,
        };

        // One UPDATE, receipt and all: a second one of the same row would make PostgreSQL look at its foreign keys again, which locks the conversation.
        var changed = await work.ExecuteAsync(
            $"""
            UPDATE desk.runs r SET run_state = 'approved', ai_reply_final = @Text, draft_hash = @Hash, edited = @IsEdited, edit_distance = @Distance,
                   draft_decisions = r.draft_decisions || @decisions, receipt = @receipt::jsonb, decided_by = @PersonId, decided_how = 'person', decided_at = @now, updated_at = @now, expires_at = NULL
            FROM desk.conversations c
            WHERE r.tenant_id = @tenant AND r.run_id = @run AND c.tenant_id = @tenant AND c.conversation_id = r.conversation_id
              AND r.run_state = 'pending_approval' AND r.draft_hash = @DraftHash AND r.conversation_version = @ConversationVersion AND r.expires_at > @now
              AND NOT {DraftRow.IsStaleSql}
            """,
            new
            {
                run,
                approved.Text,
                approved.Hash,
                approved.IsEdited,
                approved.Distance,
                receipt = receipt.ToJson(),
                decisions = approved.Decision is { } decision ? new[] { decision.DecisionId } : [],
                caller.PersonId,
                request.DraftHash,
                request.ConversationVersion,
                now,
            },
            cancellationToken).ConfigureAwait(false);
        if (changed == 0)
        {
            return null;
        }

        killPoints.Reach(KillPoint.StateChanged);
        await work.QueueAsync(run, receipt.OutboxId.Value, now, cancellationToken).ConfigureAwait(false);
        await CloseAsync(work, run, row, "approved", receipt, RunState.Approved, now, cancellationToken).ConfigureAwait(false);
        if (approved.Decision is { } made)
        {
            await work.AddDecisionAsync(run, made, cancellationToken).ConfigureAwait(false);
        }

        if (approved.NeedsPostReview)
        {
            var sent = new HeldToolCall("send_message", "send_message", "", approved.Decision!.DecisionId, "standard", 1, "", approved.Decision.Reason, approved.Decision.Findings, null);
            await HeldToolCalls.ReviewLaterAsync(work, run, row.ConversationId, sent, now, cancellationToken).ConfigureAwait(false);
        }

        killPoints.Reach(KillPoint.BeforeCommit);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        signals.Raise(DeskSignal.Outbox);
        signals.Raise(DeskSignal.Events);
        killPoints.Reach(KillPoint.Committed);
        return receipt.ToWire(run, replayed: false);
    }

    private async Task<Receipt?> TryRejectAsync(DeskCaller caller, Guid run, DraftRow row, RejectRunRequest request, string reason, CancellationToken cancellationToken)
    {
        await using var work = await database.BeginAsync(caller.Tenant, cancellationToken).ConfigureAwait(false);
        var now = clock.Now();
        var receipt = new StoredReceipt { Decision = StoredReceipt.Reject, State = RunMoves.NameOf(RunState.Rejected), DecidedBy = caller.PersonId, DecidedAt = now, TextHash = row.Hash! };
        var changed = await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = 'rejected', outcome = 'rejected', reject_reason = @reason, reject_note = @Note, decided_by = @PersonId, decided_how = 'person',
                   decided_at = @now, updated_at = @now, expires_at = NULL, receipt = @receipt::jsonb
            WHERE tenant_id = @tenant AND run_id = @run AND run_state = 'pending_approval' AND draft_hash = @DraftHash AND expires_at > @now
            """,
            new { run, reason, request.Note, caller.PersonId, request.DraftHash, now, receipt = receipt.ToJson() },
            cancellationToken).ConfigureAwait(false);
        if (changed == 0)
        {
            return null;
        }

        await CloseAsync(work, run, row, "rejected", receipt, RunState.Rejected, now, cancellationToken).ConfigureAwait(false);
        await work.CommitAsync(cancellationToken).ConfigureAwait(false);
        signals.Raise(DeskSignal.Events);
        return receipt.ToWire(run, replayed: false);
    }

    private static async Task CloseAsync(TenantWork work, Guid run, DraftRow row, string state, StoredReceipt receipt, RunState to, DateTime now, CancellationToken cancellationToken)
    {
        await work.CloseWaitingAsync(run, state, receipt.DecidedBy, now, cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(row.ConversationId, run, RunState.PendingApproval, to, receipt.DecidedBy, cancellationToken).ConfigureAwait(false);
    }
}
