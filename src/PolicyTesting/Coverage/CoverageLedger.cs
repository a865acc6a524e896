using System.Collections.Immutable;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Testing.Coverage;

/// <summary>Which rules of one tenant's policy fired in any test.</summary>
internal sealed class CoverageLedger(PolicySnapshot snapshot)
{
    private readonly ImmutableArray<CoverageRule> _rules = RuleCatalog.Of(snapshot);
    private readonly HashSet<string> _fired = new(StringComparer.Ordinal);

    public string Tenant => snapshot.Tenant;

    public int Rules => _rules.Length;

    public int Fired => _fired.Count;

    /// <summary>In parts of a hundred; 100 for a policy without rules.</summary>
    public double Percent => _rules.IsEmpty ? 100 : 100.0 * _fired.Count / _rules.Length;

    /// <summary>Rules that no test made fire, in the order of the policy.</summary>
    public IEnumerable<string> Missing => _rules.Select(rule => rule.Name).Where(name => !_fired.Contains(name));

    public void See(Observation observation)
    {
        foreach (var rule in _rules)
        {
            if (!_fired.Contains(rule.Name) && rule.Fires(observation))
            {
                _fired.Add(rule.Name);
            }
        }
    }
}
