namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>not:</c></summary>
internal sealed class NotCondition(Condition inner) : Condition
{
    public override bool Holds(in ConditionFacts facts) => !inner.Holds(facts);
}
