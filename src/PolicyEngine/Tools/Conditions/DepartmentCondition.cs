using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>department:</c>, the one that pays: the tool's, else the caller's.</summary>
internal sealed class DepartmentCondition(ImmutableArray<string> departments) : Condition
{
    private readonly FrozenSet<string> _departments = departments.ToFrozenSet(StringComparer.Ordinal);

    public override bool Holds(in ConditionFacts facts) =>
        _departments.Contains(facts.Tool.Department.Length > 0 ? facts.Tool.Department : facts.Context.Department);
}
