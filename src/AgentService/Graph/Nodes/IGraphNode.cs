using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>A node: from the state to the steps that change it. It keeps nothing between calls.</summary>
internal interface IGraphNode
{
    GraphMove Move { get; }

    Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken);
}
