using System.Collections.Concurrent;
using AiDesk.Identity;

namespace AiDesk.SystemFaults.Services;

/// <summary>Tokens of the development key, which both services have. A signature is made once for each person.</summary>
internal sealed class SystemTokens : IDisposable
{
    private readonly ConcurrentDictionary<(string Tenant, string Role, string Person, string Audience), string> _tokens = new();
    private readonly DevelopmentKey _key;
    private readonly TokenMinter _minter;

    /// <param name="stateFolders">Of the services, before they start.</param>
    public SystemTokens(params IReadOnlyList<string> stateFolders)
    {
        Directory.CreateDirectory(stateFolders[0]);
        var path = TrustedIssuers.DevelopmentKeyPath(stateFolders[0]);
        _key = DevelopmentKey.LoadOrCreate(path);
        foreach (var folder in stateFolders.Skip(1))
        {
            Directory.CreateDirectory(folder);
            File.Copy(path, TrustedIssuers.DevelopmentKeyPath(folder));
        }

        _minter = new TokenMinter(_key, TimeProvider.System);
    }

    public string For(string tenant, string role, string person, string audience) => _tokens.GetOrAdd((tenant, role, person, audience), who => _minter.Mint(new TokenRequest
    {
        Tenant = who.Tenant,
        Roles = PrincipalRoleNames.Parse(who.Role),
        Subject = who.Person,
        Audience = who.Audience,
    }));

    public void Dispose() => _key.Dispose();
}
