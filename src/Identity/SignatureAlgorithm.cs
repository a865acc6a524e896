namespace AiDesk.Identity;

/// <summary>The signature algorithms that are accepted (RFC 7518 section 3.1). Everything else, <c>none</c> and HMAC above all, is refused by not being here.</summary>
internal enum SignatureAlgorithm : byte
{
    None = 0,
    Rs256 = 1,
    Ps256 = 2,
    Es256 = 3,
}

internal static class SignatureAlgorithms
{
    /// <summary>By the exact name of the registry; letter case counts.</summary>
    public static SignatureAlgorithm Parse(string? name) => name switch
    {
        "RS256" => SignatureAlgorithm.Rs256,
        "PS256" => SignatureAlgorithm.Ps256,
        "ES256" => SignatureAlgorithm.Es256,
        _ => SignatureAlgorithm.None,
    };
}
