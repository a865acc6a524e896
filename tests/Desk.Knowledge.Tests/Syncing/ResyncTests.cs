using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class ResyncTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Fact]
    public async Task Resync_TheSameTwice_ChangesNothing()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        var first = await desk.PushAsync(("a.md", Texts.Hundred()), ("b.txt", "One paragraph.\n\nAnother."));
        (first.DocumentsAdded, first.ChunksAdded).ShouldBe((2, 101));
        var before = await desk.ChunksAsync();

        var second = await desk.PushAsync(("a.md", Texts.Hundred()), ("b.txt", "One paragraph.\n\nAnother."));

        (second.DocumentsAdded, second.DocumentsChanged, second.DocumentsRemoved).ShouldBe((0, 0, 0));
        (second.ChunksAdded, second.ChunksMoved, second.ChunksArchived, second.ChunksKept).ShouldBe((0, 0, 0, 101));
        (await desk.ChunksAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Resync_OneOfAHundredEdited_AddsOneAndArchivesOne()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.md", Texts.Hundred()));
        var before = await desk.ChunksAsync();

        var report = await desk.PushAsync(("a.md", Texts.Hundred(edited: 50)));

        (report.DocumentsChanged, report.ChunksAdded, report.ChunksArchived, report.ChunksKept, report.ChunksMoved).ShouldBe((1, 1, 1, 99, 0));
        var live = (await desk.ChunksAsync()).Where(chunk => !chunk.IsArchived).ToList();
        live.Count.ShouldBe(100);
        live.Select(chunk => chunk.Id).Intersect(before.Select(chunk => chunk.Id)).Count().ShouldBe(99);
    }

    [Fact]
    public async Task Resync_AParagraphEditedInPlainText_LeavesWhatIsFarFromIt()
    {
        static string Text(string third) => string.Join("\n\n", Enumerable.Range(1, 200).Select(number => $"Paragraph {number} is about the {number * 7919 % 1000} things that happen {(number == 100 ? third : "every day")} in the shop, and about who looks after them."));
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        var first = await desk.PushAsync(("a.txt", Text("every day")));

        var report = await desk.PushAsync(("a.txt", Text("on no more than two or three of the colder days, when nobody is there")));

        report.ChunksAdded.ShouldBeLessThanOrEqualTo(4);
        report.ChunksArchived.ShouldBeLessThanOrEqualTo(4);
        first.ChunksAdded.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Resync_Reordered_OnlyMoves()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.md", Texts.Hundred()));
        var before = (await desk.ChunksAsync()).Select(chunk => chunk.Id).ToHashSet();

        var report = await desk.PushAsync(("a.md", Texts.Of(Enumerable.Range(1, 100).Reverse().Select(number => Texts.Section(number)))));

        (report.ChunksAdded, report.ChunksArchived, report.ChunksMoved).ShouldBe((0, 0, 100));
        var after = await desk.ChunksAsync();
        after.Select(chunk => chunk.Id).ToHashSet().SetEquals(before).ShouldBeTrue();
        after[0].Heading.ShouldBe("Handbook > Section 100");
    }

    [Fact]
    public async Task Resync_MarkupThatSaysNothingChanged_ChangesNothing()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.html", "<h1>Costs</h1><p>Sending costs 4.90 €.</p>"));

        var report = await desk.PushAsync(("a.html", "<html><!-- new design --><body class='x'><div><h1>Costs</h1>\n<p>Sending\n   costs <b>4.90</b> €.\u200b</p></div><script>track()</script>"));

        (report.DocumentsChanged, report.ChunksKept).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Resync_DocumentGoneAndBack_LeavesATombstoneAndRestoresItsPassages()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.txt", "First."), ("b.txt", "Second."));
        var before = await desk.ChunksAsync();

        var gone = await desk.PushAsync(("a.txt", "First."));
        (gone.DocumentsRemoved, gone.ChunksArchived).ShouldBe((1, 1));
        var listed = await desk.Reads.ListDocumentsAsync(Desk.Caller(), new ListDocumentsRequest { SourceId = "help" }, CancellationToken.None);
        listed.Documents.Select(document => (document.Path, document.Removed, document.Chunks)).ShouldBe([("a.txt", false, 1), ("b.txt", true, 0)]);
        (await desk.FindAsync("second", "en")).ShouldBeEmpty();

        var back = await desk.PushAsync(("a.txt", "First."), ("b.txt", "Second."));
        (back.DocumentsAdded, back.ChunksAdded).ShouldBe((1, 1));
        (await desk.ChunksAsync()).ShouldBe(before);
        (await desk.SqlAsync("SELECT version FROM desk.ai_kb_documents WHERE path = 'b.txt'")).ShouldBe(2);
    }

    [Fact]
    public async Task Resync_PartialListing_DeletesNothing()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.txt", "First."), ("b.txt", "Second."));

        var report = await desk.PushAsync([("c.txt", "Third.")], complete: false);

        (report.DocumentsAdded, report.DocumentsRemoved, report.Complete).ShouldBe((1, 0, false));
        (await desk.ChunksAsync()).Count(chunk => !chunk.IsArchived).ShouldBe(3);
    }

    [Fact]
    public async Task Resync_MoreThanHalfGone_AsksForForce()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.txt", "First."), ("b.txt", "Second."), ("c.txt", "Third."));
        var before = await desk.ChunksAsync();

        var refused = await Should.ThrowAsync<DeskException>(() => desk.PushAsync(("a.txt", "Not this either.")));
        refused.Reason.ShouldBe(ErrorReason.ResyncTooLarge);
        (refused.Metadata["live"], refused.Metadata["missing"]).ShouldBe(("3", "2"));
        (await desk.ChunksAsync()).ShouldBe(before);

        (await desk.PushAsync([("a.txt", "First.")], complete: true, force: true)).DocumentsRemoved.ShouldBe(2);
    }

    [Fact]
    public async Task Resync_AnEmptyDocument_IsAProblemAndStaysAsItWas()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.html", "<p>First.</p>"));

        var report = await desk.PushAsync(("a.html", "<html><body></body></html>"));

        report.Problems.ShouldBe(["a.html has no text"]);
        (await desk.ChunksAsync()).ShouldHaveSingleItem().IsArchived.ShouldBeFalse();
    }

    [Fact]
    public async Task Resync_FiftyTimesATenthOfTheDocumentsReplaced_KeepsAtMostHalfAsManyRowsAgain()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        var names = Enumerable.Range(0, 20).ToArray();
        for (var round = 0; round <= 50; round++)
        {
            (names[round * 2 % 20], names[((round * 2) + 1) % 20]) = (1000 + round, 2000 + round);
            await desk.PushAsync([.. names.Select(name => ($"{name}.md", Texts.Of([Texts.Section(name)])))]);
        }

        (await desk.ChunksAsync()).Count.ShouldBe(26);
        (await desk.SqlAsync("SELECT count(*) FROM desk.ai_kb_documents")).ShouldBe(26L);
    }
}
