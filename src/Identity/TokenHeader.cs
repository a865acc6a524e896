using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>A JWS header (RFC 7515 section 4) as far as it is let in: <c>alg</c>, <c>kid</c>, <c>typ</c>. A header that brings its own key is refused.</summary>
/// <param name="Algorithm">Never <see cref="SignatureAlgorithm.None"/>.</param>
/// <param name="KeyId">Null when there is none.</param>
internal readonly record struct TokenHeader(SignatureAlgorithm Algorithm, string? KeyId)
{
    private const int KeyIdLimit = 256;

    // Each would let the sender say which key to trust or which rules to skip.
    private static readonly string[] Refused = ["crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "cty"];

    /// <summary><see cref="TokenProblem.None"/> and the header, or the problem with a detail.</summary>
    public static TokenProblem Read(JsonElement json, out TokenHeader header, out string detail)
    {
        header = default;
        foreach (var name in Refused)
        {
            if (json.TryGetProperty(name, out _))
            {
                detail = $"header {name} is not accepted";
                return TokenProblem.UnsupportedHeader;
            }
        }

        if (json.TryGetProperty("typ", out var typ) && !IsAccessToken(StrictJson.TextOf(typ)))
        {
            detail = "header typ is neither JWT nor at+jwt";
            return TokenProblem.UnsupportedHeader;
        }

        var algorithm = json.TryGetProperty("alg", out var alg) ? SignatureAlgorithms.Parse(StrictJson.TextOf(alg)) : SignatureAlgorithm.None;
        if (algorithm == SignatureAlgorithm.None)
        {
            detail = "header alg is not one of RS256, PS256, ES256";
            return TokenProblem.UnsupportedAlgorithm;
        }

        string? keyId = null;
        if (json.TryGetProperty("kid", out var kid) && (keyId = StrictJson.TextOf(kid)) is null or { Length: > KeyIdLimit })
        {
            detail = "header kid is not a text of at most 256 characters";
            return TokenProblem.Malformed;
        }

        header = new TokenHeader(algorithm, keyId);
        detail = "";
        return TokenProblem.None;
    }

    // RFC 7515 section 4.1.9: letter case does not count and "application/" may be left out.
    private static bool IsAccessToken(string? type) =>
        type is not null
        && (type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase)
            || type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase));
}
