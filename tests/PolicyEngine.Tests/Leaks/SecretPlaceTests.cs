using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Secrets that only their place gives away: {0} is a word, {1} what people choose, {2} what programs make.</summary>
public class SecretPlaceTests
{
    private readonly FindingList _findings = new();

    [Theory]
    [InlineData("The default password is 'orchard'.")]
    [InlineData("Just use the password \"orchard\" for now.")]
    [InlineData("The password for the user \"desk\" is \"orchard\".")]
    [InlineData("Su contraseña es «orchard».")]
    [InlineData("Votre mot de passe est « orchard ».", false)]
    [InlineData("Ihr Passwort lautet „orchard“.")]
    [InlineData("La password è \"orchard\".")]
    [InlineData("A sua senha é “orchard”.")]
    [InlineData("Uw wachtwoord is 'orchard'.")]
    [InlineData("user = desk\npassword = orchard")]
    [InlineData("Username: desk\nPassword: orchard")]
    [InlineData("Benutzer: desk\nPasswort: orchard")]
    [InlineData("DB_PASS=orchard")]
    [InlineData("$password = \"orchard\";")]
    [InlineData("<add key=\"MailPassword\" value=\"orchard\"/>")]
    [InlineData("if (creds.Secret != \"orchard\")")]
    [InlineData("credentials { password 'orchard' }")]
    [InlineData("psexec \\\\host -u desk -p orchard cmd")]
    [InlineData("sshpass -p orchard ssh desk@host")]
    [InlineData("mysql -u root -porchard shop")]
    [InlineData("docker login -u desk -p orchard registry")]
    [InlineData("redis-cli -h cache -a orchard ping")]
    [InlineData("curl -u desk:orchard https://shop.test/v1")]
    [InlineData("machine shop.test login desk password orchard")]
    [InlineData("db.shop.test:5432:orders:desk:orchard")]
    [InlineData("new NetworkCredential(\"desk\", \"orchard\")")]
    [InlineData("auth = HTTPBasicAuth('desk', 'orchard')")]
    public void Inspect_WordInThePlaceOfAPassword_IsFoundExactly(string text, bool isFound = true)
    {
        Inspect(text);
        if (isFound)
        {
            var found = _findings.Items.ToArray().ShouldHaveSingleItem();
            text[found.Start..found.End].ShouldBe("orchard");
            found.Score.ShouldBeLessThanOrEqualTo(Confidence.Named);
        }
    }

    [Theory]
    [InlineData("pw: {1}")]
    [InlineData("The pw is {1}")]
    [InlineData("mdp : {1}")]
    [InlineData("mysqldump --password={1} shop")]
    [InlineData("export DB_PASSWORD='{1}'")]
    [InlineData("ENV POSTGRES_PASSWORD={1}")]
    [InlineData("ENV POSTGRES_PASSWORD {1}", "DOCKERFILE")]
    [InlineData("  password: {1}\n")]
    [InlineData("<password>{1}</password>")]
    [InlineData("password = \"{1}\" # TOML")]
    [InlineData("//registry.test/:_authToken={2}")]
    [InlineData("\"auths\": {\"registry.test\": {\"auth\": \"{2}\"}}", "JSON")]
    [InlineData("Authorization: token {2}")]
    [InlineData("Cookie: session={2}")]
    [InlineData("otpauth://totp/Shop:desk?secret={2}&issuer=Shop")]
    [InlineData("https://shop.test/v1/search?token={2}")]
    [InlineData("https://shop.test/orders?access_token={2}")]
    [InlineData("https://files.test/a.pdf?sv=2024&sig={2}")]
    [InlineData("https://files.test/a.pdf?X-Amz-Signature={2}")]
    [InlineData("Here is the API key that you asked for: {2}")]
    [InlineData("clé API : {2}")]
    [InlineData("Ihr API-Schlüssel lautet {2}")]
    [InlineData("La tua chiave API è {2}")]
    [InlineData("Uw API-sleutel is {2}")]
    [InlineData("client_secret: \"{2}\"")]
    [InlineData("Ocp-Apim-Subscription-Key: {2}")]
    [InlineData("jdbc:sqlserver://db.test;user=sa;password={1};")]
    public void Inspect_ValueInThePlaceOfASecret_IsFound(string template, string format = "")
    {
        var text = template.Replace("{1}", "Summer" + "2026!", StringComparison.Ordinal).Replace("{2}", TestSecrets.Letters(32), StringComparison.Ordinal);
        Inspect(text);
        _findings.Items.ToArray().ShouldNotBeEmpty(format);
    }

    [Theory]
    [InlineData("Your recovery phrase: {0}")]
    [InlineData("The seed phrase is \"{0}\".")]
    [InlineData("Ihre Wiederherstellungsphrase lautet: {0}")]
    [InlineData("Su frase de recuperación es {0}.")]
    [InlineData("mnemonic = '{0}'")]
    public void Inspect_RecoveryPhrase_IsFoundExactly(string template)
    {
        const string Words = "orchard gravity lemon copper window tiger velvet basket minute rocket island pepper";
        var text = template.Replace("{0}", Words, StringComparison.Ordinal);
        Inspect(text);
        var found = _findings.Items.ToArray().ShouldHaveSingleItem();
        found.Code.ShouldBe("leak.secret.recovery_phrase");
        text[found.Start..found.End].ShouldBe(Words);
    }

    [Fact]
    public void Inspect_PuttyKey_IsFoundWhole()
    {
        var text = "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-" + $"Lines: 2\n{TestSecrets.Letters(64)}\n{TestSecrets.Letters(40)}\n";
        Inspect(text);
        _findings.Items.ToArray().ShouldHaveSingleItem().Code.ShouldBe("leak.secret.private_key");
        _findings[0].End.ShouldBe(text.Length - 1);
    }

    [Fact]
    public void Inspect_Findings_AreRankedByWhatWasSeen()
    {
        double Of(string text)
        {
            _findings.Clear();
            Inspect(text);
            return _findings.Items.ToArray().Max(f => f.Score);
        }

        var random = TestSecrets.Letters(36);
        double[] falling = [Of("ghp_" + random), Of("api_key = " + random), Of($"The API key: {random[..14]}"), Of("acme token " + random), Of(random), Of("The password is 'orchard'.")];
        falling.ShouldBe(falling.OrderDescending());
        falling.Distinct().Count().ShouldBe(falling.Length);
    }

    private void Inspect(string text) => LeakDetector.Inspect(text, "text", LeakOptions.Default, _findings);
}
