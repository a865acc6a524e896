using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>tools:</c></summary>
internal sealed class ToolCondition(ImmutableArray<string> tools) : Condition
{
    private readonly FrozenSet<string> _tools = tools.ToFrozenSet(StringComparer.Ordinal);

    public override bool Holds(in ConditionFacts facts) => _tools.Contains(facts.Tool.Name);

    internal override Condition For(ToolDefinition tool) => SettledCondition.Of(_tools.Contains(tool.Name));
}
