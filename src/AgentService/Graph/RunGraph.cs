using AiDesk.Agent.Graph.Nodes;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Telemetry;

namespace AiDesk.Agent.Graph;

/// <summary>Takes a claimed run from where it stands to where it waits or ends. Each node's steps are written before the next node works.</summary>
internal sealed class RunGraph(IRunWork work, PolicyConnection policy, IEnumerable<IGraphNode> nodes, GraphOptions options, TimeProvider clock)
{
    private readonly Dictionary<GraphMove, IGraphNode> _nodes = nodes.ToDictionary(node => node.Move);

    /// <summary>
    /// Throws <see cref="LeaseLostException"/> when another worker has the run, and whatever storage throws: then nothing is lost, and the run is taken up
    /// again after its lease.
    /// </summary>
    public async Task ProcessAsync(ClaimedRun run, CancellationToken cancellationToken)
    {
        var input = await work.LoadAsync(run, cancellationToken).ConfigureAwait(false);
        using var span = GraphTelemetry.BeginRun(run, input);
        var began = clock.GetTimestamp();
        var state = GraphReducer.Restore(run, input, Languages.Of(input));
        var context = new RunContext(new RunPolicy(policy, run, input));
        using var time = new CancellationTokenSource(options.Limits.RunTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        while (_nodes.TryGetValue(GraphRoute.Next(state), out var node))
        {
            var steps = await RunNodeAsync(node, state, context, time, either.Token, cancellationToken).ConfigureAwait(false);
            var first = state.Ordinal + 1;
            state = steps.Aggregate(state, GraphReducer.Reduce);
            await work.AppendAsync(run, context.Flush(first, steps), cancellationToken).ConfigureAwait(false);
        }

        var outcome = await FinishAsync(state, cancellationToken).ConfigureAwait(false);
        GraphTelemetry.EndRun(span, run.Tenant, outcome, clock.GetElapsedTime(began));
    }

    private static async Task<IReadOnlyList<IStepBody>> RunNodeAsync(
        IGraphNode node, GraphState state, RunContext context, CancellationTokenSource time, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await node.RunAsync(state, context, either).ConfigureAwait(false);
        }
        catch (PolicyUnavailableException)
        {
            return [Endings.HandOver(state, RunOutcomes.PolicyUnavailable)];
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return [Endings.HandOver(state, RunOutcomes.RunTimeout)];
        }
    }

    private async Task<string> FinishAsync(GraphState state, CancellationToken cancellationToken)
    {
        switch (GraphRoute.Next(state))
        {
            case GraphMove.Complete:
                var end = state.End!;
                await work.CompleteAsync(state.Run, new RunCompletion(end.Outcome, end.Text, state.Intent, end.TakesOver), cancellationToken).ConfigureAwait(false);
                return end.Outcome;

            case GraphMove.Hold:
                var held = state.Calls.Where(call => call.Status == ToolStatus.Held).Select(call => HeldCalls.Of(call.CallId, call.Tool, call.Canonical, call.Held!)).ToList();
                await work.HoldAsync(state.Run, held, cancellationToken).ConfigureAwait(false);
                return "held";

            default:
                await work.ProposeAsync(state.Run, Draft(state, state.Guarded!), cancellationToken).ConfigureAwait(false);
                return state.Guarded!.GoesOut ? "approved" : "proposed";
        }
    }

    private static ProposedDraft Draft(GraphState state, DraftGuarded guarded) => new()
    {
        Text = guarded.Text,
        Intent = state.Intent,
        ConversationVersion = state.Input.ConversationVersion,
        GoesOut = guarded.GoesOut,
        ToolDecision = guarded.ToolDecision,
        OutputDecision = guarded.OutputDecision,
        ApprovalType = guarded.ApprovalType,
        Reason = guarded.Reason,
        Risk = guarded.Risk,
        Findings = guarded.Findings,
        ExpiresAt = guarded.ExpiresAt,
        NeedsPostReview = guarded.NeedsPostReview,
        CitedChunks = Citations.Of(state, guarded.Text),
    };
}
