using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Security;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>Forged, stale and malformed tokens over the wire, on a service that trusts an issuer's key set in a file.</summary>
public sealed class TokenAttackTests : IAsyncLifetime
{
    private readonly TokenForge _forge = new();
    private readonly ECDsa _next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keys = Path.GetTempFileName();
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        await PublishAsync(TokenForge.EcJwk(_forge.Ec, "ec"), TokenForge.RsaJwk(_forge.Rsa, "rsa"));
        _service = await RunningService.StartAsync(
            [("acme", TestPolicies.Plain("acme"))], options => options with { Issuer = TokenForge.Issuer, Jwks = _keys }, null, _forge.Clock);
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _forge.Dispose();
        _next.Dispose();
        File.Delete(_keys);
    }

    /// <summary>The attack; the reason of the refusal, and its problem.</summary>
    public static TheoryData<string, string, string> Attacks => new()
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

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Call_ForgedToken_IsRefusedAndTheGoodOneIsNot(string attack, string reason, string problem)
    {
        var fault = await Should.ThrowAsync<RpcException>(() => CallAsync(TokenOf(attack)));

        fault.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        var info = fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        (info.Reason, info.Metadata["problem"]).ShouldBe((reason, problem));
        await CallAsync(_forge.Es256(_forge.Claims()));
    }

    /// <summary>What is odd and right: a list of audiences with ours, clocks that differ by less than a minute.</summary>
    [Theory]
    [InlineData("aud", """["other","aidesk-policy"]""")]
    [InlineData("exp", "-59")]
    [InlineData("nbf", "59")]
    [InlineData("iat", "59")]
    public async Task Call_UnusualClaim_IsTaken(string claim, string value)
    {
        var claims = _forge.Claims();
        claims[claim] = value[0] == '[' ? JsonNode.Parse(value) : _forge.Now + int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        await CallAsync(_forge.Es256(claims));
    }

    [Fact]
    public async Task Call_KeyRotated_NewIsTakenWithinAMinuteAndWithdrawnIsRefusedWithinASecond()
    {
        string Old() => TokenForge.Sign(Header("ec"), _forge.Claims().ToJsonString(), text => _forge.Ec.SignData(text, HashAlgorithmName.SHA256));
        string New() => TokenForge.Sign(Header("next"), _forge.Claims().ToJsonString(), text => _next.SignData(text, HashAlgorithmName.SHA256));
        await CallAsync(Old());
        await PublishAsync(TokenForge.EcJwk(_forge.Ec, "ec"), TokenForge.EcJwk(_next, "next"));
        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", "", () => CallAsync(New()));

        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        await CallAsync(New());
        await CallAsync(Old());

        await PublishAsync(TokenForge.EcJwk(_next, "next"));
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        await _service.Services.GetRequiredService<TrustedIssuers>().Configured!.RefreshAsync(default);
        _forge.Clock.Advance(TimeSpan.FromSeconds(1));
        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", "", () => CallAsync(Old()));
        await CallAsync(New());
    }

    /// <summary>Whoever invents key ids makes the service load its keys once a minute and not once a call.</summary>
    [Fact]
    public async Task Call_ManyUnknownKeyIds_LoadTheKeysOnceAMinute()
    {
        var source = _service.Services.GetRequiredService<TrustedIssuers>().Configured!;
        _forge.Clock.Advance(JwksKeySource.LeastInterval);
        var first = _forge.Clock.GetUtcNow();
        for (var call = 0; call < 20; call++)
        {
            await Should.ThrowAsync<RpcException>(() => CallAsync(_forge.Es256(Header("invented-" + call), _forge.Claims().ToJsonString())));
            _forge.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        source.LoadedAt.ShouldBe(first);
    }

    private string TokenOf(string attack)
    {
        var claims = _forge.Claims();
        var good = _forge.Es256(_forge.Claims());
        var parts = good.Split('.');
        string With(string name, JsonNode? value)
        {
            claims[name] = value;
            return _forge.Es256(claims);
        }

        string Headed(string header) => _forge.Es256(header, claims.ToJsonString());
        string Hmac(byte[] key) => TokenForge.Sign("""{"alg":"HS256","kid":"ec"}""", claims.ToJsonString(), text => HMACSHA256.HashData(key, text));
        return attack switch
        {
            "none, no signature" => TokenForge.Sign("""{"alg":"none","kid":"ec"}""", claims.ToJsonString(), _ => []),
            "none, a signature" => Headed("""{"alg":"none","kid":"ec"}"""),
            "NONE" => Headed("""{"alg":"NONE","kid":"ec"}"""),
            "HS256, keyed with the public key" => Hmac(Encoding.ASCII.GetBytes(_forge.Ec.ExportSubjectPublicKeyInfoPem())),
            "HS256, keyed with the key set" => Hmac(File.ReadAllBytes(_keys)),
            "RS256 under the elliptic key's id" => TokenForge.Sign("""{"alg":"RS256","kid":"ec"}""", claims.ToJsonString(), text => _forge.Rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            "ES256 under the RSA key's id" => Headed(Header("rsa")),
            "a stranger's signature" => TokenForge.Sign(Header("ec"), claims.ToJsonString(), text => _next.SignData(text, HashAlgorithmName.SHA256)),
            "zeros for a signature" => TokenForge.Sign(Header("ec"), claims.ToJsonString(), _ => new byte[64]),
            "key in the header" => TokenForge.Sign($$"""{"alg":"ES256","kid":"next","jwk":{{TokenForge.EcJwk(_next, "next")}}}""", claims.ToJsonString(), text => _next.SignData(text, HashAlgorithmName.SHA256)),
            "address of keys in the header" => Headed("""{"alg":"ES256","kid":"ec","jku":"https://evil.example/keys"}"""),
            "critical extension" => Headed("""{"alg":"ES256","kid":"ec","crit":["exp"]}"""),
            "unknown key id" => Headed(Header("nobody")),
            "key id that is a path" => Headed(Header("../../etc/passwd")),
            "no key id" => Headed("""{"alg":"ES256"}"""),
            "wrong issuer" => With("iss", "https://evil.example"),
            "issuer as a list" => With("iss", new JsonArray(TokenForge.Issuer)),
            "wrong audience" => With("aud", "aidesk-desk"),
            "audience of another case" => With("aud", "AIDESK-POLICY"),
            "tenant twice" => _forge.Es256(Header("ec"), claims.ToJsonString()[..^1] + ",\"tenant_id\":\"globex\"}"),
            "algorithm twice" => Headed("""{"alg":"ES256","alg":"none","kid":"ec"}"""),
            "tenant as a list" => With("tenant_id", new JsonArray("acme")),
            "tenant with braces" => With("tenant_id", "a{b}"),
            "role and roles" => With("roles", new JsonArray("admin")),
            "expired beyond the skew" => With("exp", _forge.Now - 60),
            "no expiry" => claims.Remove("exp") ? _forge.Es256(claims) : "",
            "expiry as a text" => With("exp", "9999999999"),
            "not yet valid" => With("nbf", _forge.Now + 61),
            "issued in the future" => With("iat", _forge.Now + 61),
            "oversized" => With("note", new string('a', TokenValidator.SizeLimit)),
            "padded" => $"{parts[0]}.{parts[1]}.{parts[2]}==",
            "last character respelled" => good[..^1] + (char)(good[^1] + 1),
            "plain base64 alphabet" => $"{parts[0]}.{parts[1]}.{parts[2][..^4]}+/+/",
            "JSON form" => $$"""{"payload":"{{parts[1]}}","protected":"{{parts[0]}}","signature":"{{parts[2]}}"}""",
            "two tokens in one header" => $"{good}, Bearer {good}",
            _ => throw new ArgumentOutOfRangeException(nameof(attack), attack, null),
        };
    }

    private static string Header(string id) => $$"""{"alg":"ES256","kid":"{{id}}"}""";

    private Task PublishAsync(params string[] keys) => File.WriteAllTextAsync(_keys, $$"""{"keys":[{{string.Join(",", keys)}}]}""");

    private async Task CallAsync(string token) =>
        await _service.Client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Copilot }, new Metadata { { "authorization", "Bearer " + token } });
}
