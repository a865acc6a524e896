using System.Collections.Immutable;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>any:</c></summary>
internal sealed class AnyCondition(ImmutableArray<Condition> parts) : Condition
{
    public override bool Holds(in ConditionFacts facts)
    {
        foreach (var part in parts)
        {
            if (part.Holds(facts))
            {
                return true;
            }
        }

        return false;
    }

    internal override Condition For(ToolDefinition tool)
    {
        var open = parts.Select(part => part.For(tool)).Where(part => part != SettledCondition.Never).ToImmutableArray();
        return open.Contains(SettledCondition.Always) ? SettledCondition.Always
            : open.IsEmpty ? SettledCondition.Never
            : open.Length == 1 ? open[0]
            : new AnyCondition(open);
    }
}
