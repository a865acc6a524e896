using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Runs;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class ArchiveTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    [Fact]
    public async Task Resync_FiftyTimesATenthEdited_KeepsAtMostHalfAsManyRowsAgain()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        var words = Enumerable.Repeat("plain", 100).ToArray();
        for (var round = 0; round <= 50; round++)
        {
            for (var place = 0; round > 0 && place < 10; place++)
            {
                words[((round * 37) + (place * 11)) % 100] = "round" + round;
            }

            await desk.PushAsync(("a.md", Texts.Of(words.Select((word, number) => Texts.Section(number, word)))));
        }

        var chunks = await desk.ChunksAsync();
        chunks.Count(chunk => !chunk.IsArchived).ShouldBe(100);
        chunks.Count.ShouldBe(130); // three resyncs' tenths are kept
    }

    [Fact]
    public async Task Resync_CitedPassage_SurvivesItsDocument()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync(keep: 0);
        await desk.PushAsync(("a.txt", "Cited."), ("b.txt", "Not cited."), ("c.txt", "Stays."));
        var cited = (await desk.ChunksAsync())[0].Id;
        await desk.SqlAsync($"""
            INSERT INTO desk.contacts (tenant_id, contact_id) VALUES ('{Desk.Tenant}', 'c-100');
            INSERT INTO desk.conversations (tenant_id, conversation_id, contact_id, person_id, session_id, locale) VALUES ('{Desk.Tenant}', '{cited}', 'c-100', '', 's', 'en');
            INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, text) VALUES ('{Desk.Tenant}', '{cited}', '{cited}', 1, 'customer', 'x');
            INSERT INTO desk.runs (tenant_id, run_id, conversation_id, message_id, mode, level, locale, prompt_version) VALUES ('{Desk.Tenant}', '{cited}', '{cited}', '{cited}', 'copilot', 1, 'en', 'v1');
            INSERT INTO desk.run_citations VALUES ('{Desk.Tenant}', '{cited}', 1, '{cited}', 's', 't', 1, 'Cited.');
            """);

        await desk.PushAsync([("c.txt", "Stays.")], complete: true, force: true);

        (await desk.ChunksAsync()).Select(chunk => (chunk.Text, chunk.IsArchived)).ShouldBe([("Cited.", true), ("Stays.", false)]);
        await using var work = await desk.Database.BeginAsync(Desk.Tenant, CancellationToken.None);
        var texts = await new KnowledgeCitations().ReadAsync(work, [Guid.NewGuid(), cited], CancellationToken.None);
        texts.ShouldBe([new CitedText(cited, "Help of tienda-alba", "a.txt", 1, "Cited.")]);
        await using var other = await desk.Database.BeginAsync(Desk.Other, CancellationToken.None);
        (await new KnowledgeCitations().ReadAsync(other, [cited], CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Resync_KeepNothing_ForgetsAtOnce()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync(keep: 0);
        await desk.PushAsync(("a.txt", "Before."), ("b.txt", "Stays."));

        await desk.PushAsync(("a.txt", "After."), ("b.txt", "Stays."));

        (await desk.ChunksAsync()).Select(chunk => chunk.Text).ShouldBe(["After.", "Stays."]);
    }
}
