using System.Collections.Immutable;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>kinds:</c></summary>
internal sealed class KindCondition(ImmutableArray<ToolKind> kinds) : Condition
{
    private readonly uint _kinds = kinds.Aggregate(0u, (all, kind) => all | (1u << (int)kind));

    public override bool Holds(in ConditionFacts facts) => Has(facts.Tool.Kind);

    internal override Condition For(ToolDefinition tool) => SettledCondition.Of(Has(tool.Kind));

    private bool Has(ToolKind kind) => (_kinds & (1u << (int)kind)) != 0;
}
