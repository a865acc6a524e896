using System.Collections.Immutable;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tools.Conditions;

/// <summary><c>sector:</c></summary>
internal sealed class SectorCondition(ImmutableArray<Sector> sectors) : Condition
{
    public override bool Holds(in ConditionFacts facts) => sectors.Contains(facts.Snapshot.Sector);
}
