namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>A run as the database has it.</summary>
internal sealed record RunSnapshot
{
    public Guid RunId { get; init; }

    public string State { get; init; } = "";

    public string Outcome { get; init; } = "";

    public string Intent { get; init; } = "";

    /// <summary>Empty without one.</summary>
    public string Draft { get; init; } = "";

    /// <summary>What the customer was shown besides; empty for nothing.</summary>
    public string Notice { get; init; } = "";

    public bool TakenOver { get; init; }

    public int ModelCalls { get; init; }

    /// <summary>CheckInput decisions that let a call of the model go on.</summary>
    public int InputDecisions { get; init; }

    public int ToolCalls { get; init; }

    public static async Task<RunSnapshot> ReadAsync(GraphDesk desk, string tenant, Guid run) => (await desk.ReadAsync<RunSnapshot>(
        tenant,
        """
        SELECT r.run_id AS "RunId", r.run_state AS "State", r.outcome AS "Outcome", r.intent AS "Intent", coalesce(r.ai_reply_final, '') AS "Draft",
               coalesce((SELECT text FROM desk.messages m WHERE m.tenant_id = @tenant AND m.run_id = r.run_id AND m.author = 'system'), '') AS "Notice",
               c.taken_over_by IS NOT NULL AS "TakenOver",
               (SELECT count(*)::int FROM desk.model_calls WHERE tenant_id = @tenant AND run_id = r.run_id) AS "ModelCalls",
               (SELECT count(*)::int FROM desk.run_decisions WHERE tenant_id = @tenant AND run_id = r.run_id AND rpc = 'CheckInput' AND verdict IN ('allow', 'allow_post_review')) AS "InputDecisions",
               (SELECT count(*)::int FROM desk.tool_calls WHERE tenant_id = @tenant AND run_id = r.run_id) AS "ToolCalls"
        FROM desk.runs r JOIN desk.conversations c ON c.tenant_id = @tenant AND c.conversation_id = r.conversation_id
        WHERE r.tenant_id = @tenant AND r.run_id = @run
        """,
        new { run }))!;
}
