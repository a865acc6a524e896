using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

public class NamedSecretTests
{
    private readonly FindingList _findings = new();

    /// <summary>{0} is what people choose, {1} what programs make.</summary>
    [Theory]
    [InlineData("Your password is {0}.")]
    [InlineData("password={0}")]
    [InlineData("passwd: {0}")]
    [InlineData("\"password\": \"{0}\",")]
    [InlineData("Server=db;Database=x;User Id=sa;Password={0};Encrypt=true")]
    [InlineData("jdbc:postgresql://db/x?user=u&password={0}&ssl=true")]
    [InlineData("Tu contraseña es {0}")]
    [InlineData("contraseña: {0}")]
    [InlineData("Mot de passe : {0}")]
    [InlineData("Ihr Passwort lautet {0}")]
    [InlineData("Das Kennwort ist: {0}")]
    [InlineData("A sua senha é {0}")]
    [InlineData("senha={0}")]
    [InlineData("Het wachtwoord is {0}")]
    [InlineData("La password è {0}")]
    [InlineData("api_key = {1}")]
    [InlineData("apiKey: '{1}'")]
    [InlineData("x-api-key: {1}")]
    [InlineData("The API key is \"{1}\"")]
    [InlineData("clave API: {1}")]
    [InlineData("client_secret={1}")]
    [InlineData("aws_secret_access_key = {1}")]
    [InlineData("Authorization: Bearer {1}")]
    [InlineData("authorization: Basic {1}")]
    [InlineData("Set-Cookie: sessionid={1}; Path=/")]
    [InlineData("JSESSIONID={1}")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=x;AccountKey={1};")]
    [InlineData("Endpoint=sb://x/;SharedAccessKeyName=r;SharedAccessKey={1}")]
    [InlineData("acme TOKEN {1}")]
    [InlineData("acme_secret\n{1}")]
    [InlineData("acmeKEY-{1}")]
    public void Inspect_NamedSecret_IsFoundExactly(string template)
    {
        var secret = template.Contains("{0}", StringComparison.Ordinal) ? "Zx9" + "wQ4pLm" : TestSecrets.Letters(28);
        var text = template.Replace("{0}", secret, StringComparison.Ordinal).Replace("{1}", secret, StringComparison.Ordinal);
        Inspect(text);
        text[_findings.Items.ToArray().ShouldHaveSingleItem().Start.._findings[0].End].ShouldBe(secret);
    }

    [Theory]
    [InlineData("mongodb+srv")]
    [InlineData("amqp")]
    [InlineData("redis")]
    [InlineData("mysql")]
    [InlineData("https")]
    public void Inspect_CredentialsInUrl_AreFoundWhole(string scheme)
    {
        var url = $"{scheme}://desk:" + "s3cr4Wq9" + "@db.shopwell.com/orders?x=1";
        Inspect($"Use {url}.");
        var found = _findings.Items.ToArray().ShouldHaveSingleItem();
        found.Code.ShouldBe("leak.secret.url_credentials");
        (found.Start, found.End).ShouldBe((4, 4 + url.Length));
    }

    [Theory]
    [InlineData("RSA ")]
    [InlineData("EC ")]
    [InlineData("OPENSSH ")]
    [InlineData("ENCRYPTED ")]
    [InlineData("")]
    [InlineData("PGP ", " BLOCK")]
    public void Inspect_PrivateKey_IsFoundWhole(string kind, string behind = "")
    {
        var key = $"-----BEGIN {kind}PRIVATE " + $"KEY{behind}-----\n{TestSecrets.Letters(64)}\n{TestSecrets.Letters(40)}\n-----END {kind}PRIVATE " + $"KEY{behind}-----";
        Inspect($"see\n{key}\nok");
        var found = _findings.Items.ToArray().ShouldHaveSingleItem();
        found.Code.ShouldBe("leak.secret.private_key");
        (found.Start, found.End).ShouldBe((4, 4 + key.Length));
    }

    [Fact]
    public void Inspect_RecoveryCodes_AreFound()
    {
        Inspect("Your recovery codes: 4f8d-91kc, 77aq-0d3e, b2x9-66tt. Keep them.");
        _findings.Items.ToArray().ShouldHaveSingleItem().Code.ShouldBe("leak.secret.recovery_codes");
        (_findings[0].Start, _findings[0].End).ShouldBe((21, 52));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    public void Inspect_JwtCutOff_IsFound(int parts)
    {
        string[] all = ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", TestSecrets.Letters(43)];
        Inspect("It is " + string.Join('.', all.Take(parts)));
        _findings.Items.ToArray().ShouldHaveSingleItem().Code.ShouldBe("leak.jwt");
    }

    [Fact]
    public void Inspect_EncryptedToken_IsFoundWhole()
    {
        var token = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0" + ".." + TestSecrets.Letters(16) + "." + TestSecrets.Letters(60) + "." + TestSecrets.Letters(22);
        Inspect($"It is {token}!");
        (_findings[0].Code, _findings[0].Start, _findings[0].End).ShouldBe(("leak.jwt", 6, 6 + token.Length));
    }

    private void Inspect(string text) => LeakDetector.Inspect(text, "text", LeakOptions.Default, _findings);
}
