namespace AiDesk.Policy.Service.Tests.Policies;

public sealed class PolicyFolderTests : IDisposable
{
    private readonly PolicyDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_TenantsAndBases_AreInForce()
    {
        _directory.Write("_base/shop.yaml", "locale: es");
        _directory.WriteTenant("acme", "extends: _base/shop\noutput: { system_prompts: [prompts/a.txt] }");
        _directory.Write("acme/prompts/a.txt", "Be kind to everyone who writes and answer only what the customer has asked about their own order.");
        _directory.WriteTenant("other");

        _directory.Folder.Load().ShouldBeTrue();

        _directory.Folder.Errors.ShouldBeEmpty();
        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.Es);
        _directory.Snapshots.For("other").ShouldNotBeNull();
        _directory.Folder.States["acme"].Version.ShouldBe(_directory.Snapshots.For("acme")!.Version);
        _directory.Changes.Order(StringComparer.Ordinal).ShouldBe(["Loaded acme", "Loaded other"]);
    }

    [Fact]
    public void Load_BrokenTenantBesideAGoodOne_TheGoodOneIsInForce()
    {
        _directory.WriteTenant("acme");
        _directory.WriteTenant("broken", "localle: es\ntime_zone: x");

        _directory.Folder.Load().ShouldBeTrue();

        _directory.Snapshots.For("broken").ShouldBeNull();
        _directory.Folder.States["broken"].Version.ShouldBeEmpty();
        _directory.Folder.Errors.Select(error => $"{error.File}:{error.Line}").ShouldBe(["broken/policy.yaml:2", "broken/policy.yaml:3"]);
    }

    [Fact]
    public void Load_NothingButErrors_IsFalse()
    {
        _directory.WriteTenant("broken", "x: 1");

        _directory.Folder.Load().ShouldBeFalse();
    }

    [Fact]
    public void Load_FolderOfAnotherName_IsTheTenantsFault()
    {
        _directory.Write("acme/policy.yaml", "tenant: other");

        _directory.Folder.Load().ShouldBeFalse();

        _directory.Folder.Errors.Single().ToString().ShouldBe("acme/policy.yaml:1:9: tenant: is other, but the folder is acme");
    }

    [Fact]
    public void Load_FilesThatAreNoPolicy_AreLeftOutOrRefused()
    {
        _directory.WriteTenant("acme");
        _directory.Write("acme/refunds_test.yaml", "not: [a policy");
        _directory.Write("acme/.policy.yaml.swp", "garbage");
        _directory.Write(".git/config", "garbage");
        _directory.Write("acme/notes.md", "A note.");
        _directory.Write("policy.schema.json", "{}");
        _directory.WriteTenant("stray");
        _directory.Write("stray/policy.yml", "tenant: stray");

        _directory.Folder.Load();

        _directory.Snapshots.Tenants.ShouldBe(["acme"]);
        _directory.Folder.Errors.Single().ToString().ShouldStartWith("stray/policy.yml:1:1: is not read");
    }

    [Fact]
    public void Load_FolderWithoutADocument_SaysSo()
    {
        _directory.Write("acme/notes.md", "A note.");

        _directory.Folder.Load().ShouldBeFalse();

        _directory.Folder.Errors.Single().ToString().ShouldBe("acme/policy.yaml:1:1: there is no document 'acme/policy.yaml'");
    }

    [Fact]
    public void Load_FilesPastTheLimits_AreRefused()
    {
        _directory.WriteTenant("huge", new string('#', 1 << 20));
        _directory.Write("deep/policy.yaml", "tenant: deep");
        _directory.Write("deep/1/2/3/4/5/a.txt", "x");
        _directory.WriteTenant("many");
        for (var i = 0; i < 70; i++)
        {
            _directory.Write($"many/{i:00}.txt", "x");
        }

        _directory.WriteTenant("heavy");
        for (var i = 0; i < 9; i++)
        {
            _directory.Write($"heavy/{i}.txt", new string('x', 1 << 20));
        }

        _directory.Folder.Load().ShouldBeFalse();

        _directory.Folder.Errors.ShouldContain(error => error.File == "huge/policy.yaml" && error.Problem.Contains("at most 1048576 are read", StringComparison.Ordinal));
        _directory.Folder.Errors.ShouldContain(error => error.File == "deep/1/2/3/4/5" && error.Problem == "lies deeper than 4 folders");
        _directory.Folder.Errors.ShouldContain(error => error.File.StartsWith("many/", StringComparison.Ordinal) && error.Problem.StartsWith("is one too many", StringComparison.Ordinal));
        _directory.Folder.Errors.ShouldContain(error => error.File.StartsWith("heavy/", StringComparison.Ordinal) && error.Problem.StartsWith("makes the folder larger", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_BytesThatAreNoUtf8_AreRefused()
    {
        _directory.WriteTenant("acme");
        File.WriteAllBytes(Path.Combine(_directory.Root, "acme", "policy.yaml"), [.. "tenant: acme # "u8, 0xC3, 0x28]);

        _directory.Folder.Load().ShouldBeFalse();

        _directory.Folder.Errors.ShouldContain(error => error.Problem.StartsWith("is not UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_LinksOutOfTheDirectory_AreRefused()
    {
        using var outside = new PolicyDirectory();
        outside.WriteTenant("acme", "locale: es");
        outside.Write("secret.txt", "the prompt of another");
        Directory.CreateSymbolicLink(Path.Combine(_directory.Root, "acme"), Path.Combine(outside.Root, "acme"));
        _directory.WriteTenant("reader", "output: { system_prompts: [secret.txt] }");
        File.CreateSymbolicLink(Path.Combine(_directory.Root, "reader", "secret.txt"), Path.Combine(outside.Root, "secret.txt"));
        _directory.WriteTenant("circle");
        File.CreateSymbolicLink(Path.Combine(_directory.Root, "circle", "a.txt"), Path.Combine(_directory.Root, "circle", "b.txt"));
        File.CreateSymbolicLink(Path.Combine(_directory.Root, "circle", "b.txt"), Path.Combine(_directory.Root, "circle", "a.txt"));

        _directory.Folder.Load().ShouldBeFalse();

        foreach (var file in (string[])["acme", "reader/secret.txt", "circle/a.txt", "circle/b.txt"])
        {
            _directory.Folder.Errors.ShouldContain(error => error.File == file && error.Problem.StartsWith("is a link that leads out", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Load_LinksAsMountedConfigurationHasThem_AreFollowed()
    {
        _directory.Write("..2026_01/acme/policy.yaml", "tenant: acme\nlocale: de");
        Directory.CreateSymbolicLink(Path.Combine(_directory.Root, "..data"), "..2026_01");
        Directory.CreateSymbolicLink(Path.Combine(_directory.Root, "acme"), Path.Combine("..data", "acme"));

        _directory.Folder.Load().ShouldBeTrue();
        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.De);

        _directory.Write("..2026_02/acme/policy.yaml", "tenant: acme\nlocale: fr");
        Directory.Delete(Path.Combine(_directory.Root, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(_directory.Root, "..data"), "..2026_02");
        _directory.Settle();

        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.Fr);
    }

    [Fact]
    public void Load_NoSuchDirectory_IsFalseAndSaysSo()
    {
        Directory.Delete(_directory.Root);

        _directory.Folder.Load().ShouldBeFalse();
        _directory.Folder.DirectoryErrors.Single().Problem.ShouldBe("there is no such directory");
        Directory.CreateDirectory(_directory.Root);
    }
}
