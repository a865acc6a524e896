namespace AiDesk.Policy.Testing.Coverage;

/// <summary>One thing of a policy that can fire.</summary>
/// <param name="Name">Where it stands in the policy, as <c>budgets.campaign.deny_at</c>.</param>
/// <param name="Fires">Did it, in this decision?</param>
internal sealed record CoverageRule(string Name, Func<Observation, bool> Fires);
