using System.Collections.Concurrent;
using AiDesk.Agent.Policy;
using AiDesk.Desk.Harness;
using AiDesk.Identity;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>Tokens of the policy server's development key, minted once each.</summary>
internal sealed class TestTokens(PolicyServer server) : IPolicyTokens
{
    private readonly ConcurrentDictionary<(string, string, PrincipalRoles), string> _minted = new();

    public string For(string tenant, string subject, PrincipalRoles roles) =>
        _minted.GetOrAdd((tenant, subject, roles), key => server.Token(tenant, roles == PrincipalRoles.Service ? "service" : "approver", subject));
}
