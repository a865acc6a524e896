using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Tools;

/// <summary>The row of a tool call: what was asked, what became of it, and what came out, which this service can write and not read.</summary>
internal static class ToolCallRows
{
    /// <summary>Policy denied it, or it never got that far. An effect that was made stays on record.</summary>
    public static Task BlockAsync(TenantWork work, Guid run, string callId, string tool, string arguments, Guid decision, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        INSERT INTO desk.tool_calls (tenant_id, run_id, call_id, tool, arguments, state, decision_id)
        VALUES (@tenant, @run, @callId, @tool, @arguments, 'blocked', @decision)
        ON CONFLICT (tenant_id, run_id, call_id) DO UPDATE SET state = 'blocked', decision_id = excluded.decision_id WHERE tool_calls.state <> 'executed'
        """,
        new { run, callId, tool, arguments, decision },
        cancellationToken);

    /// <summary>Before the effect, in its transaction: whoever comes second waits here, and then finds what the first one did.</summary>
    public static Task BeginAsync(TenantWork work, Guid run, string callId, string tool, string arguments, Guid decision, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        INSERT INTO desk.tool_calls (tenant_id, run_id, call_id, tool, arguments, state, decision_id)
        VALUES (@tenant, @run, @callId, @tool, @arguments, 'checked', @decision)
        ON CONFLICT (tenant_id, run_id, call_id) DO UPDATE
          SET state = CASE WHEN tool_calls.state = 'executed' THEN 'executed' ELSE 'checked' END, arguments = excluded.arguments, decision_id = excluded.decision_id
        """,
        new { run, callId, tool, arguments, decision },
        cancellationToken);

    public static Task FinishAsync(TenantWork work, Guid run, string callId, string output, DateTime now, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        UPDATE desk.tool_calls SET state = 'executed', raw_output = @output, executed_at = coalesce(executed_at, @now)
        WHERE tenant_id = @tenant AND run_id = @run AND call_id = @callId
        """,
        new { run, callId, output, now },
        cancellationToken);

    public static Task FailAsync(TenantWork work, Guid run, string callId, string error, CancellationToken cancellationToken) => work.ExecuteAsync(
        "UPDATE desk.tool_calls SET state = 'failed', raw_error = @error WHERE tenant_id = @tenant AND run_id = @run AND call_id = @callId",
        new { run, callId, error },
        cancellationToken);

    /// <summary>What the model saw of it.</summary>
    public static Task ShowAsync(TenantWork work, Guid run, string callId, string sanitized, string errorText, IReadOnlyCollection<string> hidden, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        UPDATE desk.tool_calls SET sanitized = nullif(@sanitized, ''), error_text = nullif(@errorText, ''), hidden_fields = @hidden
        WHERE tenant_id = @tenant AND run_id = @run AND call_id = @callId
        """,
        new { run, callId, sanitized, errorText, hidden = hidden.ToArray() },
        cancellationToken);
}
