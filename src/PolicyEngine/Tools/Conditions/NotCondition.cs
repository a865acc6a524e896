namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>not:</c></summary>
internal sealed class NotCondition(Condition inner) : Condition
{
    public override bool Holds(in ConditionFacts facts) => !inner.Holds(facts);

    internal override Condition For(ToolDefinition tool)
    {
        var rest = inner.For(tool);
        return rest == SettledCondition.Always ? SettledCondition.Never
            : rest == SettledCondition.Never ? SettledCondition.Always
            : new NotCondition(rest);
    }
}
