using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Security;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>Tokens that must be refused, by name, and what each is refused with.</summary>
internal static class TokenAttacks
{
    /// <summary>The attack; the reason of the refusal, and its problem.</summary>
    public static TheoryData<string, string, string> All => new()
    {
        { "none, no signature", "TOKEN_INVALID", "malformed" },
        { "none, a signature", "TOKEN_INVALID", "unsupported_algorithm" },
        { "NONE", "TOKEN_INVALID", "unsupported_algorithm" },
        { "HS256, keyed with the public key", "TOKEN_INVALID", "unsupported_algorithm" },
        { "HS256, keyed with the key set", "TOKEN_INVALID", "unsupported_algorithm" },
        { "RS256 under the elliptic key's id", "TOKEN_INVALID", "key_mismatch" },
        { "ES256 under the RSA key's id", "TOKEN_INVALID", "key_mismatch" },
        { "a stranger's signature", "TOKEN_INVALID", "bad_signature" },
        { "zeros for a signature", "TOKEN_INVALID", "bad_signature" },
        { "key in the header", "TOKEN_INVALID", "unsupported_header" },
        { "address of keys in the header", "TOKEN_INVALID", "unsupported_header" },
        { "critical extension", "TOKEN_INVALID", "unsupported_header" },
        { "unknown key id", "TOKEN_INVALID", "unknown_key" },
        { "key id that is a path", "TOKEN_INVALID", "unknown_key" },
        { "no key id", "TOKEN_INVALID", "bad_signature" },
        { "wrong issuer", "TOKEN_INVALID", "issuer_mismatch" },
        { "issuer as a list", "TOKEN_INVALID", "issuer_mismatch" },
        { "wrong audience", "TOKEN_INVALID", "audience_mismatch" },
        { "audience of another case", "TOKEN_INVALID", "audience_mismatch" },
        { "tenant twice", "TOKEN_INVALID", "malformed" },
        { "algorithm twice", "TOKEN_INVALID", "malformed" },
        { "tenant as a list", "TOKEN_INVALID", "tenant_invalid" },
        { "tenant with braces", "TOKEN_INVALID", "tenant_invalid" },
        { "role and roles", "TOKEN_INVALID", "role_invalid" },
        { "expired beyond the skew", "TOKEN_EXPIRED", "expired" },
        { "no expiry", "TOKEN_INVALID", "time_invalid" },
        { "expiry as a text", "TOKEN_INVALID", "time_invalid" },
        { "not yet valid", "TOKEN_EXPIRED", "not_yet_valid" },
        { "issued in the future", "TOKEN_EXPIRED", "not_yet_valid" },
        { "oversized", "TOKEN_INVALID", "too_long" },
        { "padded", "TOKEN_INVALID", "malformed" },
        { "last character respelled", "TOKEN_INVALID", "malformed" },
        { "plain base64 alphabet", "TOKEN_INVALID", "malformed" },
        { "JSON form", "TOKEN_INVALID", "malformed" },
        { "two tokens in one header", "TOKEN_INVALID", "malformed" },
    };

    /// <param name="attack">Its name in <see cref="All"/>.</param>
    /// <param name="forge">Keys that the service trusts.</param>
    /// <param name="stranger">A key that it does not.</param>
    /// <param name="keys">File of its key set.</param>
    public static string TokenOf(string attack, TokenForge forge, ECDsa stranger, string keys)
    {
        var claims = forge.Claims();
        var good = forge.Es256(forge.Claims());
        var parts = good.Split('.');
        string With(string name, JsonNode? value)
        {
            claims[name] = value;
            return forge.Es256(claims);
        }

        string Headed(string header) => forge.Es256(header, claims.ToJsonString());
        string Hmac(byte[] key) => TokenForge.Sign("""{"alg":"HS256","kid":"ec"}""", claims.ToJsonString(), text => HMACSHA256.HashData(key, text));
        return attack switch
        {
            "none, no signature" => TokenForge.Sign("""{"alg":"none","kid":"ec"}""", claims.ToJsonString(), _ => []),
            "none, a signature" => Headed("""{"alg":"none","kid":"ec"}"""),
            "NONE" => Headed("""{"alg":"NONE","kid":"ec"}"""),
            "HS256, keyed with the public key" => Hmac(Encoding.ASCII.GetBytes(forge.Ec.ExportSubjectPublicKeyInfoPem())),
            "HS256, keyed with the key set" => Hmac(File.ReadAllBytes(keys)),
            "RS256 under the elliptic key's id" => TokenForge.Sign("""{"alg":"RS256","kid":"ec"}""", claims.ToJsonString(), text => forge.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            "ES256 under the RSA key's id" => Headed(Header("rsa")),
            "a stranger's signature" => TokenForge.Sign(Header("ec"), claims.ToJsonString(), text => stranger.SignData(text, HashAlgorithmName.SHA256)),
            "zeros for a signature" => TokenForge.Sign(Header("ec"), claims.ToJsonString(), _ => new byte[64]),
            "key in the header" => TokenForge.Sign($$"""{"alg":"ES256","kid":"next","jwk":{{TokenForge.EcJwk(stranger, "next")}}}""", claims.ToJsonString(), text => stranger.SignData(text, HashAlgorithmName.SHA256)),
            "address of keys in the header" => Headed("""{"alg":"ES256","kid":"ec","jku":"https://evil.example/keys"}"""),
            "critical extension" => Headed("""{"alg":"ES256","kid":"ec","crit":["exp"]}"""),
            "unknown key id" => Headed(Header("nobody")),
            "key id that is a path" => Headed(Header("../../etc/passwd")),
            "no key id" => Headed("""{"alg":"ES256"}"""),
            "wrong issuer" => With("iss", "https://evil.example"),
            "issuer as a list" => With("iss", new JsonArray(TokenForge.Issuer)),
            "wrong audience" => With("aud", "aidesk-desk"),
            "audience of another case" => With("aud", "AIDESK-POLICY"),
            "tenant twice" => forge.Es256(Header("ec"), claims.ToJsonString()[..^1] + ",\"tenant_id\":\"globex\"}"),
            "algorithm twice" => Headed("""{"alg":"ES256","alg":"none","kid":"ec"}"""),
            "tenant as a list" => With("tenant_id", new JsonArray("acme")),
            "tenant with braces" => With("tenant_id", "a{b}"),
            "role and roles" => With("roles", new JsonArray("admin")),
            "expired beyond the skew" => With("exp", forge.Now - 60),
            "no expiry" => claims.Remove("exp") ? forge.Es256(claims) : "",
            "expiry as a text" => With("exp", "9999999999"),
            "not yet valid" => With("nbf", forge.Now + 61),
            "issued in the future" => With("iat", forge.Now + 61),
            "oversized" => With("note", new string('a', TokenValidator.SizeLimit)),
            "padded" => $"{parts[0]}.{parts[1]}.{parts[2]}==",
            "last character respelled" => good[..^1] + (char)(good[^1] + 1),
            "plain base64 alphabet" => $"{parts[0]}.{parts[1]}.{parts[2][..^4]}+/+/",
            "JSON form" => $$"""{"payload":"{{parts[1]}}","protected":"{{parts[0]}}","signature":"{{parts[2]}}"}""",
            "two tokens in one header" => $"{good}, Bearer {good}",
            _ => throw new ArgumentOutOfRangeException(nameof(attack), attack, null),
        };
    }

    public static string Header(string id) => $$"""{"alg":"ES256","kid":"{{id}}"}""";
}
