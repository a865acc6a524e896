namespace AiDesk.Policy.Service.Tests.Policies;

public sealed class PolicyFolderReloadTests : IDisposable
{
    private readonly PolicyDirectory _directory = new();

    public PolicyFolderReloadTests()
    {
        _directory.Write("_base/shop.yaml", "locale: es");
        _directory.WriteTenant("acme", "extends: _base/shop");
        _directory.WriteTenant("other");
        _directory.Folder.Load();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Scan_NothingChanged_IsSettledAndTellsNothing()
    {
        _directory.Folder.Scan().ShouldBeTrue();

        _directory.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public void Scan_ChangedDocument_IsInForceOnceItRests()
    {
        _directory.WriteTenant("acme", "locale: de");

        _directory.Folder.Scan().ShouldBeFalse("the file may still be written");
        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.Es);
        _directory.Folder.Scan().ShouldBeTrue();

        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.De);
        _directory.Changes[^1].ShouldBe("Reloaded acme");
        _directory.Changes.Count.ShouldBe(3, "other tenants were not touched");
    }

    [Fact]
    public void Scan_DocumentThatKeepsGrowing_IsNotTakenHalfWritten()
    {
        _directory.WriteTenant("acme", "locale: de");
        _directory.Folder.Scan().ShouldBeFalse();
        _directory.WriteTenant("acme", "locale: de\nstrikes: {}");
        _directory.Folder.Scan().ShouldBeFalse();
        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.Es);

        _directory.Folder.Scan().ShouldBeTrue();

        _directory.Snapshots.For("acme")!.Strikes.ShouldNotBeNull();
    }

    [Fact]
    public void Scan_TenantThatNeverRests_DoesNotHoldUpOthers()
    {
        _directory.WriteTenant("acme", "# 1");
        _directory.WriteTenant("other", "locale: nl");
        _directory.Folder.Scan().ShouldBeFalse();
        _directory.WriteTenant("acme", "# 2");

        _directory.Folder.Scan().ShouldBeFalse();

        _directory.Snapshots.For("other")!.Language.ShouldBe(Text.Language.Nl);
    }

    [Fact]
    public void Scan_BrokenDocument_KeepsTheLastGoodAndListsTheErrors()
    {
        var version = _directory.Snapshots.For("acme")!.Version;
        _directory.WriteTenant("acme", "locale: xx\nautopilot: { level: 7 }");

        _directory.Settle();

        _directory.Snapshots.For("acme")!.Version.ShouldBe(version);
        _directory.Folder.States["acme"].ShouldSatisfyAllConditions(
            state => state.Version.ShouldBe(version),
            state => state.Errors.Length.ShouldBe(2));
        _directory.Changes[^1].ShouldBe("Failed acme");
    }

    [Fact]
    public void Scan_BrokenDocumentPutBack_Recovers()
    {
        _directory.WriteTenant("acme", "locale: xx");
        _directory.Settle();
        _directory.WriteTenant("acme", "extends: _base/shop");

        _directory.Settle();

        _directory.Folder.Errors.ShouldBeEmpty();
        _directory.Changes[^1].ShouldBe("Recovered acme");
    }

    [Fact]
    public void Scan_ChangedBase_ReloadsTheTenantsThatExtendIt()
    {
        var other = _directory.Snapshots.For("other");
        _directory.Write("_base/shop.yaml", "locale: it");

        _directory.Settle();

        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.It);
        _directory.Snapshots.For("other").ShouldBeSameAs(other);
        _directory.Changes.Skip(2).ShouldBe(["Reloaded acme"]);
    }

    [Fact]
    public void Scan_BrokenBase_KeepsTheLastGoodOfEveryTenant()
    {
        _directory.Write("_base/shop.yaml", "locale: [");

        _directory.Settle();

        _directory.Snapshots.For("acme")!.Language.ShouldBe(Text.Language.Es);
        _directory.Folder.Errors.Single().File.ShouldBe("_base/shop.yaml");
    }

    [Fact]
    public void Scan_TenantsThatComeAndGo_DoSo()
    {
        _directory.WriteTenant("new");
        Directory.Delete(Path.Combine(_directory.Root, "other"), recursive: true);

        _directory.Settle();

        _directory.Snapshots.For("new").ShouldNotBeNull();
        _directory.Snapshots.For("other").ShouldBeNull();
        _directory.Folder.States.ContainsKey("other").ShouldBeFalse();
        _directory.Changes.Skip(2).Order(StringComparer.Ordinal).ShouldBe(["Loaded new", "Removed other"]);
    }

    [Fact]
    public void Scan_FolderWhoseDocumentIsGone_KeepsTheLastGood()
    {
        File.Delete(Path.Combine(_directory.Root, "other", "policy.yaml"));

        _directory.Settle();

        _directory.Snapshots.For("other").ShouldNotBeNull();
        _directory.Changes[^1].ShouldBe("Failed other");
    }

    [Fact]
    public void Scan_DirectoryThatIsSuddenlyEmptyOrGone_KeepsEverything()
    {
        foreach (var folder in Directory.EnumerateDirectories(_directory.Root))
        {
            Directory.Delete(folder, recursive: true);
        }

        _directory.Settle();
        _directory.Snapshots.Count.ShouldBe(2);
        _directory.Folder.DirectoryErrors.Single().Problem.ShouldStartWith("is empty now");

        Directory.Delete(_directory.Root);
        _directory.Settle();
        _directory.Snapshots.Count.ShouldBe(2);
        _directory.Folder.DirectoryErrors.Single().Problem.ShouldBe("there is no such directory");
        Directory.CreateDirectory(_directory.Root);
    }

    [Fact]
    public void Scan_ReloadedTwice_TheVersionBeforeIsStillThere()
    {
        var first = _directory.Snapshots.For("other")!.Version;
        _directory.WriteTenant("other", "locale: de");
        _directory.Settle();

        _directory.Snapshots.For("other", first)!.Version.ShouldBe(first);

        _directory.WriteTenant("other", "locale: fr");
        _directory.Settle();

        _directory.Snapshots.For("other", first).ShouldBeNull();
    }
}
