using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class FolderListingTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Theory]
    [InlineData("..")]
    [InlineData("../harbour-pay")]
    [InlineData("a/../../harbour-pay")]
    [InlineData("/etc")]
    [InlineData("../tienda-alba-too")]
    [InlineData("a\0b")]
    [InlineData("link")]
    [InlineData("link/inner")]
    public async Task Put_LocationThatLeavesTheFolder_IsRefused(string location)
    {
        await using var desk = await fixture.CreateAsync();
        var own = Directory.CreateDirectory(Path.Combine(desk.Folder, Desk.Tenant)).FullName;
        var other = Directory.CreateDirectory(Path.Combine(desk.Folder, Desk.Other, "inner")).Parent!.FullName;
        Directory.CreateSymbolicLink(Path.Combine(own, "link"), other);

        (await Should.ThrowAsync<DeskException>(() => desk.PutAsync(SourceKind.Folder, location))).Metadata["field"].ShouldBe("source.location");
    }

    [Fact]
    public async Task Resync_Folder_ReadsItsDocumentsAndNothingBehindLinks()
    {
        await using var desk = await fixture.CreateAsync();
        var own = Directory.CreateDirectory(Path.Combine(desk.Folder, Desk.Tenant, "help", "deep", "er")).FullName;
        var help = Path.Combine(desk.Folder, Desk.Tenant, "help");
        var other = Directory.CreateDirectory(Path.Combine(desk.Folder, Desk.Other)).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "theirs.md"), "Theirs.");
        await File.WriteAllTextAsync(Path.Combine(own, "a.md"), "Ours.");
        await File.WriteAllTextAsync(Path.Combine(help, "b.HTML"), "<p>Page.</p>");
        await File.WriteAllTextAsync(Path.Combine(help, "c.pdf"), "Not a document.");
        await File.WriteAllTextAsync(Path.Combine(help, ".d.md"), "Hidden.");
        await File.WriteAllBytesAsync(Path.Combine(help, "e.txt"), [0xFF, 0xFE, 0x00]);
        await File.WriteAllTextAsync(Path.Combine(help, "f.txt"), new string('x', (1024 * 1024) + 1));
        await File.WriteAllTextAsync(Path.Combine(help, "g\nh.txt"), "A name of two lines.");
        File.CreateSymbolicLink(Path.Combine(help, "link.md"), Path.Combine(other, "theirs.md"));
        Directory.CreateSymbolicLink(Path.Combine(help, "links"), other);
        Directory.CreateSymbolicLink(Path.Combine(help, "loop"), help);
        await desk.PutAsync(SourceKind.Folder, "help");

        var report = await desk.ResyncAsync();

        report.Complete.ShouldBeFalse(); // one has no usable name
        report.Problems.ShouldBe(["the list names a document twice, or by no usable path", "e.txt is not UTF-8", "f.txt is longer than 1 MiB"]);
        (await desk.ChunksAsync()).Select(chunk => (chunk.Path, chunk.Text)).ShouldBe([("b.HTML", "Page."), ("deep/er/a.md", "Ours.")]);
    }

    [Fact]
    public async Task Resync_FolderThatIsGone_DeletesNothing()
    {
        await using var desk = await fixture.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(desk.Folder, Desk.Tenant, "help")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.md"), "Ours.");
        await desk.PutAsync(SourceKind.Folder, "help");
        await desk.ResyncAsync();
        Directory.Delete(folder, recursive: true);

        var report = await desk.ResyncAsync(force: true);

        (report.Complete, report.DocumentsRemoved).ShouldBe((false, 0));
        report.Problems.ShouldBe(["the folder 'help' is not there"]);
        (await desk.ChunksAsync()).ShouldHaveSingleItem().IsArchived.ShouldBeFalse();
    }
}
