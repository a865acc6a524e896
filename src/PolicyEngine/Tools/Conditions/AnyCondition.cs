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
}
