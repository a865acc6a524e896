using AiDesk.Identity;

namespace AiDesk.Policy.Service.Tests.Security;

public sealed class DevelopmentKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-key").FullName;
    private readonly ManualClock _clock = new();

    private string KeyFile => Path.Combine(_folder, "state", "development.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LoadOrCreate_Twice_IsOneKeyForItsOwnerOnly()
    {
        using var first = DevelopmentKey.LoadOrCreate(KeyFile);
        using var second = DevelopmentKey.LoadOrCreate(KeyFile);

        second.Id.ShouldBe(first.Id);
        second.ExportJwks().ShouldBe(first.ExportJwks());
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(Path.GetDirectoryName(KeyFile)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task LoadOrCreate_ManyAtOnce_AllGetTheSameKey()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var key = DevelopmentKey.LoadOrCreate(KeyFile);
            return key.Id;
        })));

        ids.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void LoadOrCreate_FileWithoutAKey_SaysWhatToDo(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, content);

        Should.Throw<InvalidOperationException>(() => DevelopmentKey.LoadOrCreate(KeyFile)).Message.ShouldContain("Delete the file");
    }

    [Fact]
    public void Mint_ThenValidate_IsThePrincipalAskedFor()
    {
        using var key = DevelopmentKey.LoadOrCreate(KeyFile);
        var validator = new TokenValidator([key.Trust("aidesk-policy", isDevelopment: true)], new PrincipalCache(), _clock);
        var token = new TokenMinter(key, _clock).Mint(
            new TokenRequest { Tenant = "acme", Roles = PrincipalRoles.Approver | PrincipalRoles.Admin, Subject = "ana", Department = "legal" });

        var principal = validator.Validate(token).Principal.ShouldNotBeNull();

        principal.Tenant.ShouldBe("acme");
        principal.Subject.ShouldBe("ana");
        principal.Department.ShouldBe("legal");
        principal.Roles.ShouldBe(PrincipalRoles.Approver | PrincipalRoles.Admin);
        principal.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddHours(1));
        _clock.Advance(TimeSpan.FromHours(1) + TokenTimes.ClockSkew);
        validator.Validate(token).Problem.ShouldBe(TokenProblem.Expired);
    }

    [Fact]
    public void Trust_OutsideDevelopment_Throws()
    {
        using var key = DevelopmentKey.LoadOrCreate(KeyFile);
        Should.Throw<InvalidOperationException>(() => key.Trust("aidesk-policy", isDevelopment: false));
    }

    [Theory]
    [InlineData("Acme", 8, 60)]
    [InlineData("acme", 0, 60)]
    [InlineData("acme", 8, 0)]
    [InlineData("acme", 8, 90_000)]
    public void Mint_ImpossibleRequest_Throws(string tenant, int roles, int seconds)
    {
        using var key = DevelopmentKey.LoadOrCreate(KeyFile);
        var minter = new TokenMinter(key, _clock);

        Should.Throw<ArgumentException>(() => minter.Mint(new TokenRequest { Tenant = tenant, Roles = (PrincipalRoles)roles, Lifetime = TimeSpan.FromSeconds(seconds) }));
    }
}
