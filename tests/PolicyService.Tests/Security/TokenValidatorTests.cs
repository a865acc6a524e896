using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Security;

public sealed class TokenValidatorTests : IDisposable
{
    private readonly TokenForge _forge = new();

    public void Dispose() => _forge.Dispose();

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public void Validate_GoodToken_GivesPrincipal(string algorithm)
    {
        var claims = _forge.Claims();
        claims["jti"] = "t-1";
        claims["department"] = "marketing";
        claims["vip"] = true;
        claims["limit"] = 12.50;
        claims["nested"] = new JsonObject { ["a"] = 1 };
        var token = algorithm == "ES256" ? _forge.Es256(claims) : _forge.Rsa256(algorithm, claims);

        var result = _forge.Validator.Validate(token);

        result.Problem.ShouldBe(TokenProblem.None, result.Detail);
        var principal = result.Principal.ShouldNotBeNull();
        principal.Tenant.ShouldBe("acme");
        principal.Subject.ShouldBe("u-1");
        principal.Roles.ShouldBe(PrincipalRoles.Service);
        principal.TokenId.ShouldBe("t-1");
        principal.Department.ShouldBe("marketing");
        principal.ExpiresAt.ToUnixTimeSeconds().ShouldBe(_forge.Now + 600);
        principal.Claims["vip"].ShouldBe("true");
        principal.Claims["limit"].ShouldBe("12.5");
        principal.Claims.ContainsKey("nested").ShouldBeFalse();
    }

    /// <summary>Each row sets or removes (null) one claim of a token that is signed correctly.</summary>
    public static TheoryData<string, string?, string> ClaimCases => new()
    {
        { "iss", "\"https://other.example\"", "IssuerMismatch" },
        { "iss", null, "IssuerMismatch" },
        { "aud", "\"aidesk-desk\"", "AudienceMismatch" },
        { "aud", "[\"other\",\"aidesk-policy\"]", "None" },
        { "aud", "[\"aidesk-policy\",7]", "AudienceMismatch" },
        { "aud", "[]", "AudienceMismatch" },
        { "aud", null, "AudienceMismatch" },
        { "exp", null, "TimeInvalid" },
        { "exp", "\"1795176600\"", "TimeInvalid" },
        { "exp", "-1", "TimeInvalid" },
        { "exp", "1e300", "TimeInvalid" },
        { "exp", "now-61", "Expired" },
        { "exp", "now-60", "Expired" },
        { "exp", "now-59", "None" },
        { "nbf", "now+60", "None" },
        { "nbf", "now+61", "NotYetValid" },
        { "nbf", "true", "TimeInvalid" },
        { "iat", "now+61", "NotYetValid" },
        { "iat", null, "None" },
        { "tenant_id", null, "TenantInvalid" },
        { "tenant_id", "\"\"", "TenantInvalid" },
        { "tenant_id", "\"Acme\"", "TenantInvalid" },
        { "tenant_id", "\"-acme\"", "TenantInvalid" },
        { "tenant_id", "\"a{b}\"", "TenantInvalid" },
        { "tenant_id", "\"acme\\n\"", "TenantInvalid" },
        { "tenant_id", "[\"acme\"]", "TenantInvalid" },
        { "tenant_id", "7", "TenantInvalid" },
        { "tenant_id", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "TenantInvalid" },
        { "sub", null, "SubjectInvalid" },
        { "sub", "\"\"", "SubjectInvalid" },
        { "sub", "\"a\\u0000b\"", "SubjectInvalid" },
        { "sub", "7", "SubjectInvalid" },
        { "role", null, "RoleInvalid" },
        { "role", "\"root\"", "RoleInvalid" },
        { "role", "\"Admin\"", "RoleInvalid" },
        { "role", "[\"admin\"]", "RoleInvalid" },
        { "roles", "[\"admin\"]", "RoleInvalid" },
        { "jti", "7", "ClaimInvalid" },
        { "department", "[]", "ClaimInvalid" },
    };

    [Theory]
    [MemberData(nameof(ClaimCases))]
    public void Validate_OneClaimChanged_SaysWhich(string claim, string? value, string problem)
    {
        var claims = _forge.Claims();
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value.StartsWith("now", StringComparison.Ordinal)
                ? _forge.Now + int.Parse(value[3..], System.Globalization.CultureInfo.InvariantCulture)
                : JsonNode.Parse("""{"v":""" + value + "}")!["v"]!.DeepClone();
        }

        _forge.Validator.Validate(_forge.Es256(claims)).Problem.ToString().ShouldBe(problem);
    }

    [Fact]
    public void Validate_RolesAsList_JoinsKnownOnes()
    {
        var claims = _forge.Claims();
        claims.Remove("role");
        claims["roles"] = new JsonArray("approver", "something-else", "agent");

        _forge.Validator.Validate(_forge.Es256(claims)).Principal!.Roles.ShouldBe(PrincipalRoles.Approver | PrincipalRoles.Agent);
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"ec"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"HS256","kid":"ec"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"es256","kid":"ec"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"ES384","kid":"ec"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"kid":"ec"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":["ES256"],"kid":"ec"}""", "UnsupportedAlgorithm")]
    [InlineData("""{"alg":"ES256","kid":"rsa"}""", "KeyMismatch")]
    [InlineData("""{"alg":"RS256","kid":"ec"}""", "KeyMismatch")]
    [InlineData("""{"alg":"ES256","kid":"nobody"}""", "UnknownKey")]
    [InlineData("""{"alg":"ES256"}""", "UnknownKey")]
    [InlineData("""{"alg":"ES256","kid":7}""", "Malformed")]
    [InlineData("""{"alg":"ES256","alg":"ES256","kid":"ec"}""", "Malformed")]
    [InlineData("""{"alg":"ES256","kid":"ec","crit":["exp"]}""", "UnsupportedHeader")]
    [InlineData("""{"alg":"ES256","kid":"ec","crit":[]}""", "UnsupportedHeader")]
    [InlineData("""{"alg":"ES256","kid":"ec","jwk":{}}""", "UnsupportedHeader")]
    [InlineData("""{"alg":"ES256","kid":"ec","jku":"https://evil.example"}""", "UnsupportedHeader")]
    [InlineData("""{"alg":"ES256","kid":"ec","x5u":"https://evil.example"}""", "UnsupportedHeader")]
    [InlineData("""{"alg":"ES256","kid":"ec","typ":"logout+jwt"}""", "UnsupportedHeader")]
    [InlineData("""{"alg":"ES256","kid":"ec","typ":"at+JWT"}""", "None")]
    [InlineData("""{"alg":"ES256","kid":"ec","x5t":"abc"}""", "None")]
    [InlineData("""["ES256"]""", "Malformed")]
    [InlineData("""{"alg":"ES256","kid":"ec"} """, "None")]
    [InlineData("""{"alg":"ES256","kid":"ec"},""", "Malformed")]
    public void Validate_Header_IsTakenStrictly(string header, string problem) =>
        _forge.Validator.Validate(_forge.Es256(header, _forge.Claims().ToJsonString())).Problem.ToString().ShouldBe(problem);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d")]
    [InlineData("{\"payload\":\"\",\"signatures\":[]}")]
    [InlineData("ñ.ñ.ñ")]
    public void Validate_NotACompactJws_IsMalformed(string token) => _forge.Validator.Validate(token).Problem.ShouldBe(TokenProblem.Malformed);

    [Fact]
    public void Validate_PaddedSpacedOrRespelledParts_AreRefused()
    {
        var token = _forge.Es256(_forge.Claims());
        var parts = token.Split('.');
        string[] changed =
        [
            $"{parts[0]}=.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]} .{parts[2]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}==",
            $"{parts[0]}.{parts[1]}.{parts[2]}\n",
            $"{parts[0]}.{parts[1]}.{NextLetter(parts[2])}",
            token + ".",
            " " + token,
        ];

        _forge.Validator.Validate(token).IsAccepted.ShouldBeTrue();
        changed.Select(text => _forge.Validator.Validate(text).Problem).ShouldAllBe(problem => problem == TokenProblem.Malformed);
    }

    [Fact]
    public void Validate_DuplicateClaim_IsRefused()
    {
        var payload = _forge.Claims().ToJsonString();
        var twice = payload[..^1] + ",\"tenant_id\":\"globex\"}";

        _forge.Validator.Validate(_forge.Es256("""{"alg":"ES256","kid":"ec"}""", twice)).Problem.ShouldBe(TokenProblem.Malformed);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00x")]
    public void Validate_SubjectWithHalfASurrogatePair_IsRefused(string subject)
    {
        var payload = _forge.Claims().ToJsonString().Replace("\"u-1\"", $"\"{subject}\"", StringComparison.Ordinal);

        _forge.Validator.Validate(_forge.Es256("""{"alg":"ES256","kid":"ec"}""", payload)).Problem.ShouldBe(TokenProblem.SubjectInvalid);
    }

    [Fact]
    public void Validate_AnyByteChanged_IsRefused()
    {
        var token = _forge.Es256(_forge.Claims());
        for (var index = 0; index < token.Length; index++)
        {
            if (token[index] == '.')
            {
                continue;
            }

            var changed = token[..index] + (token[index] == 'A' ? 'B' : 'A') + token[(index + 1)..];
            _forge.Validator.Validate(changed).IsAccepted.ShouldBeFalse($"character {index}");
        }
    }

    [Fact]
    public void Validate_SignatureInDerForm_IsRefused()
    {
        var token = TokenForge.Sign(
            """{"alg":"ES256","kid":"ec"}""",
            _forge.Claims().ToJsonString(),
            text => _forge.Ec.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        _forge.Validator.Validate(token).Problem.ShouldBe(TokenProblem.BadSignature);
    }

    [Fact]
    public void Validate_OtherIssuersKeyOfTheSameId_SignsOnlyForItself()
    {
        using var other = new TokenForge();
        var issuers = new[]
        {
            new TrustedIssuer("https://first.example", TokenForge.Audience, new FixedKeySource(_forge.Keys())),
            new TrustedIssuer(TokenForge.Issuer, TokenForge.Audience, new FixedKeySource(other.Keys())),
        };
        var validator = new TokenValidator(issuers, new PrincipalCache(), _forge.Clock);

        validator.Validate(other.Es256(other.Claims())).IsAccepted.ShouldBeTrue();
        validator.Validate(_forge.Es256(_forge.Claims())).Problem.ShouldBe(TokenProblem.IssuerMismatch);
    }

    [Fact]
    public void Validate_LongerThanTheLimit_IsRefusedUnread() =>
        _forge.Validator.Validate(new string('a', TokenValidator.SizeLimit + 1)).Problem.ShouldBe(TokenProblem.TooLong);

    [Fact]
    public void Validate_MoreClaimsThanTheLimit_IsRefused()
    {
        var claims = _forge.Claims();
        for (var index = 0; index <= TokenClaims.Limit; index++)
        {
            claims[$"c{index}"] = index;
        }

        _forge.Validator.Validate(_forge.Es256(claims)).Problem.ShouldBe(TokenProblem.ClaimInvalid);
    }

    private static string NextLetter(string part) => part[..^1] + (char)(part[^1] + 1);
}
