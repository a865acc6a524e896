namespace AiDesk.Policy.Tools.Conditions;

/// <summary>What <see cref="Condition.For"/> has settled.</summary>
internal sealed class SettledCondition : Condition
{
    public static readonly SettledCondition Always = new(true);
    public static readonly SettledCondition Never = new(false);

    private readonly bool _holds;

    private SettledCondition(bool holds) => _holds = holds;

    public static SettledCondition Of(bool holds) => holds ? Always : Never;

    public override bool Holds(in ConditionFacts facts) => _holds;
}
