using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Tools;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>One call at a time, the first that is open: what was done is on record before the next is asked.</summary>
internal sealed class ToolsNode(ToolRouter router, GraphLimits limits) : IGraphNode
{
    public GraphMove Move => GraphMove.Tools;

    public Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken)
    {
        var calls = state.Calls.ToList();
        var place = calls.FindIndex(call => call.IsOpen);
        if (place >= limits.ToolCalls)
        {
            return Task.FromResult<IReadOnlyList<IStepBody>>([Endings.HandOver(state, RunOutcomes.ToolLoop)]);
        }

        if (state.Faults > limits.Faults)
        {
            return Task.FromResult<IReadOnlyList<IStepBody>>([Endings.HandOver(state, RunOutcomes.ModelMalformed)]);
        }

        var call = calls[place];
        return call.Status == ToolStatus.Approved
            ? router.ResumeAsync(state, call, context, cancellationToken)
            : router.RouteAsync(state, call, context, cancellationToken);
    }
}
