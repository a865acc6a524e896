using AiDesk.Agent.Policy;
using AiDesk.Desk.Harness;
using AiDesk.Identity;

namespace AiDesk.Desk.ApprovalsTests;

/// <summary>Tokens of the policy service's development key.</summary>
internal sealed class TestPolicyTokens(PolicyServer? policy) : IPolicyTokens
{
    private readonly Lazy<TokenMinter> _minter = new(() => new TokenMinter(DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(policy!.StateDirectory)), TimeProvider.System));

    public string For(string tenant, string subject, PrincipalRoles roles) =>
        policy is null ? "none" : _minter.Value.Mint(new TokenRequest { Tenant = tenant, Roles = roles, Subject = subject, Lifetime = TimeSpan.FromSeconds(60) });
}
