using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Security;

/// <summary>Signs tokens of any content, good or bad, and trusts its own keys.</summary>
internal sealed class TokenForge : IDisposable
{
    public const string Issuer = "https://login.example";
    public const string Audience = "aidesk-policy";

    public readonly ManualClock Clock = new();
    public readonly PrincipalCache Cache = new();
    public readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public readonly RSA Rsa = RSA.Create(RsaPair);

    // Made once: an RSA pair takes a while.
    private static readonly RSAParameters RsaPair = NewRsaPair();

    public TokenForge()
    {
        Validator = new TokenValidator([new TrustedIssuer(Issuer, Audience, new FixedKeySource(Keys()))], Cache, Clock);
    }

    public TokenValidator Validator { get; }

    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    public KeySet Keys() => KeySet.Parse(Encoding.UTF8.GetBytes($$"""{"keys":[{{EcJwk(Ec, "ec")}},{{RsaJwk(Rsa, "rsa")}}]}"""), out _)!;

    public static string EcJwk(ECDsa key, string id)
    {
        var q = key.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Encode(q.X!)}}","y":"{{Encode(q.Y!)}}","kid":"{{id}}"}""";
    }

    public static string RsaJwk(RSA key, string id)
    {
        var parameters = key.ExportParameters(false);
        return $$"""{"kty":"RSA","n":"{{Encode(parameters.Modulus!)}}","e":"{{Encode(parameters.Exponent!)}}","kid":"{{id}}"}""";
    }

    public JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["sub"] = "u-1",
        ["tenant_id"] = "acme",
        ["role"] = "service",
        ["iat"] = Now,
        ["exp"] = Now + 600,
    };

    public string Es256(string header, string payload) => Sign(header, payload, text => Ec.SignData(text, HashAlgorithmName.SHA256));

    public string Es256(JsonObject claims) => Es256("""{"alg":"ES256","kid":"ec"}""", claims.ToJsonString());

    public string Rsa256(string algorithm, JsonObject claims) => Sign(
        $$"""{"alg":"{{algorithm}}","kid":"rsa"}""",
        claims.ToJsonString(),
        text => Rsa.SignData(text, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static RSAParameters NewRsaPair()
    {
        using var made = RSA.Create(2048);
        return made.ExportParameters(includePrivateParameters: true);
    }

    public void Dispose()
    {
        Ec.Dispose();
        Rsa.Dispose();
    }
}
