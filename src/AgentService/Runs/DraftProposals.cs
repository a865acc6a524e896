using AiDesk.Agent.Outbox;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Takes the graph's draft: for a person, or for the outbox.</summary>
internal static class DraftProposals
{
    public static async Task<RunState> ProposeAsync(
        TenantWork work, Guid run, Guid conversation, ProposedDraft draft, DeskRunsOptions options, ICitedText? cited, DateTime now, CancellationToken cancellationToken)
    {
        if (!await IsCurrentAsync(work, conversation, draft.ConversationVersion, cancellationToken).ConfigureAwait(false))
        {
            await RunEndings.EndAsync(work, run, conversation, Superseding.Outcome, draft.Intent, EventLog.Superseded, now, cancellationToken).ConfigureAwait(false);
            return RunState.Completed;
        }

        var expires = draft.ExpiresAt?.UtcDateTime ?? now + options.PendingLimit;
        var state = draft.GoesOut ? RunState.Approved : RunState.PendingApproval;
        await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = @state, intent = @Intent, ai_reply_original = @Text, ai_reply_final = @Text, draft_hash = @hash, conversation_version = @ConversationVersion,
                   draft_decisions = @decisions, expires_at = @expires, lease_owner = NULL, lease_until = NULL, updated_at = @now,
                   decided_by = @by, decided_how = @by, decided_at = @decided
            WHERE tenant_id = @tenant AND run_id = @run
            """,
            new
            {
                run,
                state = RunMoves.NameOf(state),
                draft.Intent,
                draft.Text,
                hash = TextHash.Of(draft.Text),
                draft.ConversationVersion,
                decisions = new[] { draft.ToolDecision, draft.OutputDecision },
                expires = draft.GoesOut ? (DateTime?)null : expires,
                now,
                by = draft.GoesOut ? EventLog.Policy : null,
                decided = draft.GoesOut ? now : (DateTime?)null,
            },
            cancellationToken).ConfigureAwait(false);
        if (draft.GoesOut)
        {
            await work.QueueAsync(run, Guid.CreateVersion7(now), now, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AddApprovalAsync(work, run, conversation, draft, expires, now, cancellationToken).ConfigureAwait(false);
        }

        if (draft.NeedsPostReview)
        {
            var sent = new HeldToolCall("send_message", "send_message", "", draft.ToolDecision, draft.ApprovalType, 1, draft.Risk, draft.Reason, draft.Findings, null);
            await HeldToolCalls.ReviewLaterAsync(work, run, conversation, sent, now, cancellationToken).ConfigureAwait(false);
        }

        await CiteAsync(work, run, draft.CitedChunks, cited, cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(conversation, run, RunState.Running, state, draft.GoesOut ? EventLog.Policy : EventLog.Graph, cancellationToken).ConfigureAwait(false);
        return state;
    }

    /// <summary>No person has written since, and none has taken over. What the desk itself sent meanwhile makes no draft stale.</summary>
    private static async Task<bool> IsCurrentAsync(TenantWork work, Guid conversation, long version, CancellationToken cancellationToken) =>
        await work.FirstAsync<bool>(
            """
            SELECT c.taken_over_by IS NULL AND NOT EXISTS (
              SELECT FROM desk.messages m
              WHERE m.tenant_id = @tenant AND m.conversation_id = @conversation AND m.sequence > @version AND m.author IN ('customer', 'agent'))
            FROM desk.conversations c WHERE c.tenant_id = @tenant AND c.conversation_id = @conversation
            """,
            new { conversation, version },
            cancellationToken).ConfigureAwait(false);

    private static Task AddApprovalAsync(TenantWork work, Guid run, Guid conversation, ProposedDraft draft, DateTime expires, DateTime now, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            """
            INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, decision_id, risk, reason, findings, expires_at, created_at)
            VALUES (@tenant, @id, @run, @conversation, 'draft', @ApprovalType, 'pending_review', @ToolDecision, @Risk, @Reason, @findings, @expires, @now)
            """,
            new { id = Guid.CreateVersion7(now), run, conversation, draft.ApprovalType, draft.ToolDecision, draft.Risk, draft.Reason, findings = draft.Findings.ToArray(), expires, now },
            cancellationToken);

    private static async Task CiteAsync(TenantWork work, Guid run, IReadOnlyList<Guid> chunks, ICitedText? cited, CancellationToken cancellationToken)
    {
        if (cited is null || chunks.Count == 0)
        {
            return;
        }

        var texts = await cited.ReadAsync(work, [.. chunks.Distinct().Take(20)], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i];
            await work.ExecuteAsync(
                """
                INSERT INTO desk.run_citations (tenant_id, run_id, ordinal, chunk_id, source, title, version, text)
                VALUES (@tenant, @run, @ordinal, @ChunkId, @Source, @Title, @Version, @Text)
                """,
                new { run, ordinal = i + 1, text.ChunkId, text.Source, text.Title, text.Version, text.Text },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
