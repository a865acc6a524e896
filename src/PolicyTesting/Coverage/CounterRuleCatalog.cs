using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary><c>limits:</c> and <c>budgets:</c>: each limit, each point of a budget and each cap that it names.</summary>
internal static class CounterRuleCatalog
{
    public static IEnumerable<CoverageRule> Of(PolicySnapshot snapshot) => snapshot.Limits.SelectMany(Of).Concat(snapshot.Budgets.SelectMany(Of));

    private static IEnumerable<CoverageRule> Of(RateRule limit)
    {
        var place = "limits." + limit.Name;
        yield return new(place, seen => seen.Read(CounterKind.Rate, limit.Name, (_, state) => state == CounterState.Over));
        if (Missing(place, limit.Name, limit.Per, limit.WhenMissing) is { } missing)
        {
            yield return missing;
        }
    }

    private static IEnumerable<CoverageRule> Of(BudgetRule budget)
    {
        var place = "budgets." + budget.Name;
        var points = new (string Key, int Thousandths, CounterState State)[]
        {
            ("warn_at", budget.WarnAt, CounterState.Warn), ("approve_at", budget.ApproveAt, CounterState.Approve), ("deny_at", budget.DenyAt, CounterState.Over),
        };
        foreach (var (key, thousandths, reached) in points.Where(point => point.Thousandths > 0))
        {
            yield return new($"{place}.{key}", seen => seen.Read(CounterKind.Reserve, budget.Name, (_, state) => state == reached));
        }

        foreach (var descriptor in budget.Caps.Keys.Order(StringComparer.Ordinal))
        {
            yield return new($"{place}.caps.{descriptor}", seen => seen.Read(CounterKind.Reserve, budget.Name, (operation, _) => operation.Descriptor == descriptor));
        }

        if (Missing(place, budget.Name, budget.Per, budget.WhenMissing) is { } missing)
        {
            yield return missing;
        }
    }

    /// <summary>Only a missing field that denies fires; one that shares or skips lets the call pass by.</summary>
    private static CoverageRule? Missing(string place, string name, Descriptor per, WhenMissing whenMissing) =>
        per.Source == DescriptorSource.Tenant || whenMissing != WhenMissing.Deny
            ? null
            : new(place + ".when_missing", seen => seen.Found(found => found.Code == "limit.missing_descriptor" && found.Detail.StartsWith(name + " counts by", StringComparison.Ordinal)));
}
