using AiDesk.Agent.Graph.Observing;
using AiDesk.Agent.Graph.Prompting;
using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>Judges the draft: fixed rules first, and where it is configured the model as a second opinion on what they passed.</summary>
internal sealed class ObserverNode(DraftObserver observer, ModelCaller model, PromptWriter prompts, GraphOptions options) : IGraphNode
{
    public GraphMove Move => GraphMove.Observe;

    public async Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken)
    {
        var problems = observer.Judge(DraftGrounds.Of(state), state.Draft);
        if (problems.Count > 0 || !options.ObserverAsksModel)
        {
            return [new DraftObserved(problems, 0, AskedModel: false)];
        }

        var asked = await model.AskAsync(state, context, prompts.ForObserver(state), cancellationToken).ConfigureAwait(false);
        return asked.Answer is { } answer ? [new DraftObserved(SecondOpinion.Read(answer.Text), answer.OutputTokens, AskedModel: true)] : [asked.End!];
    }
}
