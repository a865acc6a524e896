using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Puts tool calls before people: held ones, and those to be looked at afterwards.</summary>
internal static class HeldToolCalls
{
    public static async Task HoldAsync(TenantWork work, Guid run, Guid conversation, IReadOnlyList<HeldToolCall> calls, DateTime limit, DateTime now, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
        {
            throw new ArgumentException("a run waits for at least one call", nameof(calls));
        }

        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            await work.ExecuteAsync(
                """
                INSERT INTO desk.tool_calls (tenant_id, run_id, call_id, tool, arguments, state, decision_id, created_at)
                VALUES (@tenant, @run, @CallId, @Tool, @CanonicalArguments, 'held', @DecisionId, @now)
                ON CONFLICT (tenant_id, run_id, call_id) DO UPDATE SET state = 'held', arguments = excluded.arguments, decision_id = excluded.decision_id
                """,
                new { run, call.CallId, call.Tool, call.CanonicalArguments, call.DecisionId, now },
                cancellationToken).ConfigureAwait(false);
            await AddAsync(work, run, conversation, call, "tool_call", "pending_review", call.ExpiresAt?.UtcDateTime ?? limit, now.AddMicroseconds(i), cancellationToken).ConfigureAwait(false);
        }

        await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = 'pending_approval', lease_owner = NULL, lease_until = NULL, updated_at = @now,
                   expires_at = (SELECT min(expires_at) FROM desk.approvals WHERE tenant_id = @tenant AND run_id = @run AND state = 'pending_review')
            WHERE tenant_id = @tenant AND run_id = @run
            """,
            new { run, now },
            cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(conversation, run, RunState.Running, RunState.PendingApproval, EventLog.Graph, cancellationToken).ConfigureAwait(false);
    }

    public static Task ReviewLaterAsync(TenantWork work, Guid run, Guid conversation, HeldToolCall done, DateTime now, CancellationToken cancellationToken) =>
        AddAsync(work, run, conversation, done, "post_review", "approved", null, now, cancellationToken);

    private static async Task AddAsync(TenantWork work, Guid run, Guid conversation, HeldToolCall call, string kind, string state, DateTime? expires, DateTime now, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync(
            """
            INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, requires_post_review, call_id, decision_id, risk, reason,
                                        findings, approvals_needed, expires_at, created_at)
            VALUES (@tenant, @id, @run, @conversation, @kind, @ApprovalType, @state, @kind = 'post_review', @CallId, @DecisionId, @Risk, @Reason,
                    @findings, @ApprovalsNeeded, @expires, @now)
            ON CONFLICT (tenant_id, run_id, call_id, kind) WHERE call_id IS NOT NULL DO NOTHING
            """,
            new
            {
                id = Guid.CreateVersion7(now),
                run,
                conversation,
                kind,
                state,
                call.ApprovalType,
                call.CallId,
                call.DecisionId,
                call.Risk,
                call.Reason,
                findings = call.Findings.ToArray(),
                call.ApprovalsNeeded,
                expires,
                now,
            },
            cancellationToken).ConfigureAwait(false);
        await work.AddEventAsync(
            new EventEntry("approval", conversation, run, EventLog.Graph) { Detail = new Dictionary<string, object>(StringComparer.Ordinal) { ["kind"] = kind, ["tool"] = call.Tool, ["type"] = call.ApprovalType } },
            cancellationToken).ConfigureAwait(false);
    }
}
