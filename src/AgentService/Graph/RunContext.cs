using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Graph;

/// <summary>What an attempt at a run works with besides its state: policy, the tools on offer, and what happened since the last write. For one thread.</summary>
internal sealed class RunContext(RunPolicy policy)
{
    private readonly List<DecisionNote> _decisions = [];
    private readonly List<ModelCallNote> _modelCalls = [];
    private ListToolsResponse? _offers;

    public RunPolicy Policy => policy;

    /// <summary>What the model may be offered in this run; asked once an attempt.</summary>
    public async Task<IReadOnlyList<Tool>> OffersAsync(CancellationToken cancellationToken)
    {
        _offers ??= await policy.ListToolsAsync(cancellationToken).ConfigureAwait(false);
        return _offers.Tools;
    }

    public void Note(Decision decision, string rpc, string node, string tool = "") => _decisions.Add(decision.Note(rpc, node, tool));

    public void Note(ModelCallNote call) => _modelCalls.Add(call);

    /// <summary>Everything since the last time, with the steps that it led to.</summary>
    public RunProgress Flush(int firstOrdinal, IEnumerable<IStepBody> steps)
    {
        var progress = new RunProgress(firstOrdinal, [.. steps.Select(StepCodec.Write)], [.. _decisions], [.. _modelCalls]);
        _decisions.Clear();
        _modelCalls.Clear();
        return progress;
    }
}
