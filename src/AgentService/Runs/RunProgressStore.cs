using AiDesk.Agent.Storage;

namespace AiDesk.Agent.Runs;

/// <summary>Steps, decisions and model calls of a run. They are added and never changed.</summary>
internal static class RunProgressStore
{
    /// <summary>Throws <see cref="InvalidOperationException"/> when the steps do not follow those that are there: a defect of the graph.</summary>
    public static async Task AppendAsync(TenantWork work, Guid run, RunProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Steps.Count > 0)
        {
            await AddStepsAsync(work, run, progress.FirstOrdinal, progress.Steps, cancellationToken).ConfigureAwait(false);
        }

        foreach (var decision in progress.Decisions)
        {
            await work.AddDecisionAsync(run, decision, cancellationToken).ConfigureAwait(false);
        }

        foreach (var call in progress.ModelCalls)
        {
            await work.ExecuteAsync(
                """
                INSERT INTO desk.model_calls (tenant_id, run_id, ordinal, node, decision_id, model, prompt_version, input_tokens, output_tokens, outcome)
                SELECT @tenant, @run, @Ordinal, @Node, @DecisionId, @Model, prompt_version, @InputTokens, @OutputTokens, @Outcome FROM desk.runs WHERE tenant_id = @tenant AND run_id = @run
                """,
                new { run, call.Ordinal, call.Node, call.DecisionId, call.Model, call.InputTokens, call.OutputTokens, call.Outcome },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Behind those that are there, whatever their number.</summary>
    public static async Task AddStepsAsync(this TenantWork work, Guid run, IReadOnlyList<RunStep> steps, CancellationToken cancellationToken) =>
        await AddStepsAsync(work, run, await LastAsync(work, run, cancellationToken).ConfigureAwait(false) + 1, steps, cancellationToken).ConfigureAwait(false);

    /// <summary>A decision that was asked again with the same request id is the same.</summary>
    public static Task AddDecisionAsync(this TenantWork work, Guid run, DecisionNote decision, CancellationToken cancellationToken) => work.ExecuteAsync(
        """
        INSERT INTO desk.run_decisions (tenant_id, decision_id, run_id, rpc, node, verdict, reason, tool, degraded, findings, decided_at)
        VALUES (@tenant, @DecisionId, @run, @Rpc, @Node, @Verdict, @Reason, @Tool, @IsDegraded, @findings, @at)
        ON CONFLICT (tenant_id, decision_id) DO NOTHING
        """,
        new
        {
            run,
            decision.DecisionId,
            decision.Rpc,
            decision.Node,
            decision.Verdict,
            decision.Reason,
            decision.Tool,
            decision.IsDegraded,
            findings = decision.Findings.ToArray(),
            at = decision.DecidedAt.UtcDateTime,
        },
        cancellationToken);

    private static async Task AddStepsAsync(TenantWork work, Guid run, int first, IReadOnlyList<RunStep> steps, CancellationToken cancellationToken)
    {
        if (first != await LastAsync(work, run, cancellationToken).ConfigureAwait(false) + 1)
        {
            throw new InvalidOperationException($"steps of run {run} do not go on from {first}");
        }

        await work.ExecuteAsync(
            """
            INSERT INTO desk.run_steps (tenant_id, run_id, ordinal, kind, body)
            SELECT @tenant, @run, @first + n - 1, kind, body::jsonb FROM unnest(@kinds, @bodies) WITH ORDINALITY AS step (kind, body, n)
            """,
            new { run, first, kinds = steps.Select(step => step.Kind).ToArray(), bodies = steps.Select(step => step.Body).ToArray() },
            cancellationToken).ConfigureAwait(false);
    }

    private static Task<int> LastAsync(TenantWork work, Guid run, CancellationToken cancellationToken) =>
        work.FirstAsync<int>("SELECT coalesce(max(ordinal), 0) FROM desk.run_steps WHERE tenant_id = @tenant AND run_id = @run", new { run }, cancellationToken);
}
