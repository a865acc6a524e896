using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Knowledge;

namespace AiDesk.Agent.Graph.Nodes;

/// <summary>Whether the agent is to answer at all, and what the knowledge base says.</summary>
internal sealed class IntakeNode(IKnowledgeSearch? knowledge, GraphLimits limits) : IGraphNode
{
    private const int QueryChars = 500;
    private const int PassageChars = 2000;

    public GraphMove Move => GraphMove.Intake;

    public async Task<IReadOnlyList<IStepBody>> RunAsync(GraphState state, RunContext context, CancellationToken cancellationToken)
    {
        if (state.Input.IsTakenOver || IsAnswered(state))
        {
            return [new RunEnded(RunOutcomes.Answered, "", TakesOver: false)];
        }

        if (knowledge is null || limits.Knowledge == 0 || string.IsNullOrWhiteSpace(state.Customer))
        {
            return [new KnowledgeFound([])];
        }

        var query = state.Customer.Length > QueryChars ? state.Customer[..QueryChars] : state.Customer;
        var hits = await knowledge.SearchAsync(state.Run.Tenant, query, state.Language, limits.Knowledge, cancellationToken).ConfigureAwait(false);
        return [new KnowledgeFound([.. hits.Take(limits.Knowledge).Select(hit => new KnowledgeText(hit.ChunkId, TitleOf(hit), Cut(hit.Text)))])];
    }

    // A person's answer after the message: the agent never answers besides.
    private static bool IsAnswered(GraphState state) => state.Input.Messages
        .SkipWhile(message => message.MessageId != state.Input.MessageId).Skip(1)
        .Any(message => message.Author == "agent");

    private static string TitleOf(KnowledgeHit hit) => hit.Heading.Length > 0 ? $"{hit.Title}: {hit.Heading}" : hit.Title;

    private static string Cut(string text) => text.Length > PassageChars ? text[..PassageChars] : text;
}
