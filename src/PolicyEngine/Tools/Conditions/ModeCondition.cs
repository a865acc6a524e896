using AiDesk.Policy.Checks;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>mode:</c></summary>
internal sealed class ModeCondition(CallMode mode) : Condition
{
    public override bool Holds(in ConditionFacts facts) => facts.Context.Mode == mode;
}
