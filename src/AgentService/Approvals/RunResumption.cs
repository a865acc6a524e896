using System.Text.Json;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Approvals;

/// <summary>Lets a run go on when each of its held calls is resolved. The transaction holds the run, which waits.</summary>
internal static class RunResumption
{
    /// <summary>Empty when it goes on, or still waits; otherwise the approved calls whose tokens are missing, and nothing has changed.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="run">The run.</param>
    /// <param name="conversation">Its conversation.</param>
    /// <param name="known">What is at hand, by call.</param>
    /// <param name="actor">Whose word was the last.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<UnresolvedCall>> TryResumeAsync(
        TenantWork work, Guid run, Guid conversation, IReadOnlyDictionary<string, ResolvedToolCall> known, string actor, DateTime now, CancellationToken cancellationToken)
    {
        var calls = await work.QueryAsync<(string CallId, string State, Guid DecisionId, string? DecidedBy)>(
            """
            SELECT a.call_id, a.state, a.decision_id, a.decided_by FROM desk.approvals a
            WHERE a.tenant_id = @tenant AND a.run_id = @run AND a.kind = 'tool_call' AND NOT EXISTS (
              SELECT FROM desk.run_steps s WHERE s.tenant_id = @tenant AND s.run_id = @run AND s.kind = @ToolResolved AND s.body->>'CallId' = a.call_id)
            ORDER BY a.created_at, a.approval_id
            """,
            new { run, RunStep.ToolResolved },
            cancellationToken).ConfigureAwait(false);
        if (calls.Any(call => call.State == "pending_review"))
        {
            await work.ExecuteAsync(
                """
                UPDATE desk.runs SET updated_at = @now, expires_at = (SELECT min(expires_at) FROM desk.approvals WHERE tenant_id = @tenant AND run_id = @run AND state = 'pending_review')
                WHERE tenant_id = @tenant AND run_id = @run
                """,
                new { run, now },
                cancellationToken).ConfigureAwait(false);
            return [];
        }

        var missing = calls.Where(call => call.State == "approved" && !known.ContainsKey(call.CallId)).Select(call => new UnresolvedCall(call.CallId, call.DecisionId, call.DecidedBy!)).ToArray();
        if (missing.Length > 0)
        {
            return missing;
        }

        var resolved = calls.Select(call => call.State switch
        {
            "approved" => known[call.CallId],
            "expired" => ResolvedCalls.NotRun(call.CallId, ResolvedCalls.Expired),
            _ => ResolvedCalls.NotRun(call.CallId, ResolvedCalls.Refused),
        }).ToArray();
        await work.AddStepsAsync(run, [.. resolved.Select(call => new RunStep(RunStep.ToolResolved, JsonSerializer.Serialize(call)))], cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            "UPDATE desk.tool_calls SET state = CASE WHEN call_id = ANY(@runs) THEN 'checked' ELSE 'refused' END WHERE tenant_id = @tenant AND run_id = @run AND state = 'held'",
            new { run, runs = resolved.Where(call => call.Resolution == ResolvedCalls.Approved).Select(call => call.CallId).ToArray() },
            cancellationToken).ConfigureAwait(false);
        await work.ExecuteAsync(
            """
            UPDATE desk.runs SET run_state = 'running', attempts = 0, lease_owner = NULL, lease_until = NULL, expires_at = NULL, updated_at = @now
            WHERE tenant_id = @tenant AND run_id = @run
            """,
            new { run, now },
            cancellationToken).ConfigureAwait(false);
        await work.AddMoveAsync(conversation, run, RunState.PendingApproval, RunState.Running, actor, cancellationToken).ConfigureAwait(false);
        return [];
    }
}
