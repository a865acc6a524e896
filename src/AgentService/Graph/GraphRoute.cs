using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph;

/// <summary>What comes next: a function of the state.</summary>
internal enum GraphMove
{
    Intake,
    Vendor,
    Tools,
    Observe,
    Refine,
    Guard,

    /// <summary>People decide on tool calls.</summary>
    Hold,

    /// <summary>The draft goes to the desk.</summary>
    Propose,

    /// <summary>The run ends without a reply.</summary>
    Complete,
}

internal static class GraphRoute
{
    public static GraphMove Next(GraphState state)
    {
        if (state.End is not null)
        {
            return GraphMove.Complete;
        }

        if (state.Guarded is not null)
        {
            return GraphMove.Propose;
        }

        if (!state.HasSearched)
        {
            return GraphMove.Intake;
        }

        if (state.Calls.Any(call => call.IsOpen))
        {
            return GraphMove.Tools;
        }

        if (state.Calls.Any(call => call.Status == ToolStatus.Held))
        {
            return GraphMove.Hold;
        }

        if (state.Draft.Length == 0)
        {
            return GraphMove.Vendor;
        }

        return !state.IsObserved ? GraphMove.Observe : state.Problems.Length > 0 ? GraphMove.Refine : GraphMove.Guard;
    }
}
