using AiDesk.Agent.Graph.Observing;
using AiDesk.Agent.Graph.Prompting;
using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>
/// Writes a draft anew that the observer did not pass. Tone that only shouts is mended by rule; everything else the model writes again, told what is
/// wrong. After two rewrites a person takes over.
/// </summary>
internal sealed class RefinerNode(ModelCaller model, PromptWriter prompts, GraphLimits limits) : IGraphNode
{
    public GraphMove Move => GraphMove.Refine;

    public async Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken)
    {
        if (state.Rewrites >= limits.Rewrites)
        {
            return [Endings.HandOver(state, RunOutcomes.UnsoundDraft)];
        }

        if (state.Problems.All(problem => problem.Code == DraftProblems.Shouting))
        {
            return [new DraftRewritten(Calming.Calm(state.Draft), 0, AskedModel: false)];
        }

        var asked = await model.AskAsync(state, context, prompts.ForRefiner(state), cancellationToken).ConfigureAwait(false);
        if (asked.Answer is not { } answer)
        {
            return [asked.End!];
        }

        var (text, _) = ReplyText.Read(answer.Text);
        var rewritten = new DraftRewritten(text, answer.OutputTokens, AskedModel: true);
        return text.Length == 0 || answer.Calls.Count > 0 ? [rewritten, Endings.HandOver(state, RunOutcomes.UnsoundDraft)] : [rewritten];
    }
}
