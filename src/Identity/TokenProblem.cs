namespace AiDesk.Identity;

/// <summary>Why a token was refused. The name, in snake_case, is the metadata <c>problem</c> of TOKEN_INVALID.</summary>
internal enum TokenProblem : byte
{
    None = 0,

    /// <summary>Longer than <see cref="TokenValidator.SizeLimit"/> characters.</summary>
    TooLong,

    /// <summary>Not three parts of strict base64url whose first two are JSON objects without duplicate members.</summary>
    Malformed,

    /// <summary><c>alg</c> is missing or not RS256, PS256 or ES256.</summary>
    UnsupportedAlgorithm,

    /// <summary><c>crit</c>, an embedded or referenced key, or a <c>typ</c> of another kind of token.</summary>
    UnsupportedHeader,

    /// <summary>No trusted issuer has a key of that id.</summary>
    UnknownKey,

    /// <summary>The key is not for that algorithm.</summary>
    KeyMismatch,

    BadSignature,

    /// <summary><c>iss</c> is not the issuer whose key signed.</summary>
    IssuerMismatch,

    /// <summary><c>aud</c> does not hold this service's audience.</summary>
    AudienceMismatch,

    Expired,

    /// <summary><c>nbf</c> or <c>iat</c> lies in the future.</summary>
    NotYetValid,

    /// <summary><c>exp</c> is missing, or a time is not a number of seconds.</summary>
    TimeInvalid,

    /// <summary><c>tenant_id</c> is missing or not one text <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
    TenantInvalid,

    /// <summary><c>sub</c> is missing, empty, longer than 256 characters, or holds control characters.</summary>
    SubjectInvalid,

    /// <summary>Neither <c>role</c> nor <c>roles</c> names a role, or both are there.</summary>
    RoleInvalid,

    /// <summary>Another claim is not what it must be, or there are too many.</summary>
    ClaimInvalid,
}
