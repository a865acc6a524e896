using System.Collections.Concurrent;
using AiDesk.Identity;

namespace AiDesk.Agent.Policy;

/// <summary>Signs and remembers tokens: one lives a minute and is used for three quarters of it, so that a signature is made once and not for every decision.</summary>
internal sealed class PolicyTokens(TokenMinter minter, TimeProvider clock) : IPolicyTokens
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Use = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<(string Tenant, string Subject, PrincipalRoles Roles), (string Token, DateTimeOffset Until)> _tokens = new();

    public string For(string tenant, string subject, PrincipalRoles roles)
    {
        var now = clock.GetUtcNow();
        var key = (tenant, subject, roles);
        if (_tokens.TryGetValue(key, out var known) && known.Until > now)
        {
            return known.Token;
        }

        if (_tokens.Count >= Capacity)
        {
            // All of them are a minute old at most: making them anew is cheap.
            _tokens.Clear();
        }

        var token = minter.Mint(new TokenRequest { Tenant = tenant, Subject = subject, Roles = roles, Lifetime = Lifetime });
        _tokens[key] = (token, now + Use);
        return token;
    }
}
