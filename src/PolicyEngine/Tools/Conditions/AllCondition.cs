using System.Collections.Immutable;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>all:</c>, and the predicates of one map.</summary>
internal sealed class AllCondition(ImmutableArray<Condition> parts) : Condition
{
    public override bool Holds(in ConditionFacts facts)
    {
        foreach (var part in parts)
        {
            if (!part.Holds(facts))
            {
                return false;
            }
        }

        return true;
    }

    internal override Condition For(ToolDefinition tool)
    {
        var open = parts.Select(part => part.For(tool)).Where(part => part != SettledCondition.Always).ToImmutableArray();
        return open.Contains(SettledCondition.Never) ? SettledCondition.Never
            : open.IsEmpty ? SettledCondition.Always
            : open.Length == 1 ? open[0]
            : new AllCondition(open);
    }
}
