namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>money_above:</c></summary>
internal sealed class MoneyCondition(decimal above) : Condition
{
    public override bool Holds(in ConditionFacts facts) => facts.Money > above;
}
