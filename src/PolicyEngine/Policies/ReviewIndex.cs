using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies;

/// <summary>
/// The reviews that can apply to a tool, with their conditions cut down to what a call can still change: a policy of a thousand rules costs a call no more
/// than the rules about its tool. Made once per tool, when it is first called.
/// </summary>
internal sealed class ReviewIndex(ImmutableArray<ReviewRule> reviews)
{
    // There are as many as the snapshot has tools.
    private readonly ConcurrentDictionary<ToolDefinition, ImmutableArray<ReviewRule>> _byTool = new(ReferenceEqualityComparer.Instance);

    public ImmutableArray<ReviewRule> Of(ToolDefinition tool) => _byTool.TryGetValue(tool, out var known) ? known : _byTool.GetOrAdd(tool, Select);

    private ImmutableArray<ReviewRule> Select(ToolDefinition tool) =>
    [
        .. reviews.Select(review => review with { When = review.When.For(tool), Unless = review.Unless?.For(tool) })
            .Where(review => review.When != SettledCondition.Never && review.Unless != SettledCondition.Always),
    ];
}
