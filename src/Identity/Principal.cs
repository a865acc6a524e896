using System.Collections.Frozen;

namespace AiDesk.Identity;

/// <summary>Who calls, as the verified token says. Immutable; shared by every call that presents the same token.</summary>
internal sealed record Principal
{
    /// <summary><c>tenant_id</c>: the only source of a call's tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary><c>sub</c>: the person, or the service that calls for itself. 1 to 256 characters.</summary>
    public required string Subject { get; init; }

    public required PrincipalRoles Roles { get; init; }

    /// <summary><c>exp</c>, without the allowance for clock skew.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary><c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary><c>jti</c>; empty when the token has none.</summary>
    public string TokenId { get; init; } = "";

    /// <summary><c>department</c>; empty when the token has none.</summary>
    public string Department { get; init; } = "";

    /// <summary>
    /// The token's other claims that are a text, a number or a boolean, in canonical text (<c>true</c>, digits as written): what an <c>attribute</c> condition
    /// of source <c>claim</c> or <c>token</c> may read. At most <see cref="TokenClaims.Limit"/>.
    /// </summary>
    public FrozenDictionary<string, string> Claims { get; init; } = FrozenDictionary<string, string>.Empty;

    public bool Has(PrincipalRoles role) => (Roles & role) != 0;
}
