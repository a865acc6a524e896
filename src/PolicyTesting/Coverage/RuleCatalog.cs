using System.Collections.Immutable;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary>Everything of a compiled policy that can fire, by where it stands in the document: docs/policy-tests.md, "Coverage".</summary>
internal static class RuleCatalog
{
    public static ImmutableArray<CoverageRule> Of(PolicySnapshot snapshot) =>
    [
        .. InputRuleCatalog.Of(snapshot),
        .. CounterRuleCatalog.Of(snapshot),
        .. ToolRuleCatalog.Of(snapshot),
        .. ReviewRuleCatalog.Of(snapshot),
        .. OutputRuleCatalog.Of(snapshot),
        .. PeopleRuleCatalog.Of(snapshot),
    ];
}
