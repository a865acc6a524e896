using AiDesk.Identity;

namespace AiDesk.Agent.Policy;

/// <summary>The desk's own word to the policy service for whom it calls: a token at most 60 s old, signed with the desk's key.</summary>
internal interface IPolicyTokens
{
    /// <param name="tenant">From the caller's verified token, or from the row that background work works on.</param>
    /// <param name="subject">The person, or the desk itself for background work.</param>
    /// <param name="roles">What they may do there.</param>
    string For(string tenant, string subject, PrincipalRoles roles);
}
