using System.Collections.Immutable;
using AiDesk.Identity;

namespace AiDesk.Policy.Testing.Files;

/// <summary>Who calls or approves, as a verified token would say.</summary>
internal sealed record TestPrincipal
{
    /// <summary>The token's subject; empty takes the fixture's name.</summary>
    public string Subject { get; init; } = "";

    public ImmutableArray<PrincipalRoles> Roles { get; init; } = [PrincipalRoles.Service];

    public string Department { get; init; } = "";

    /// <summary>Other claims of the token, as their text.</summary>
    public ImmutableDictionary<string, string> Claims { get; init; } = ImmutableDictionary<string, string>.Empty;
}
