using AiDesk.Agent.Knowledge.Reading;
using AiDesk.Agent.V1;
using FsCheck.Fluent;

namespace AiDesk.Desk.KnowledgeTests.Syncing;

public sealed class SyncPropertyTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    /// <summary>Histories of random listings: documents come, go, are edited, shortened and reordered; sections may stand twice.</summary>
    [Fact]
    public async Task Resync_RandomHistories_LivePassagesAreThoseOfTheDocuments()
    {
        var section = Gen.Choose(1, 12);
        var document = section.ListOf().Select(list => list.Take(8).ToArray()).Where(list => list.Length > 0);
        var listing = Gen.Choose(0, 5).SelectMany(_ => document).ListOf().Select(list => list.Take(6).ToArray());
        var history = listing.ListOf().Select(list => list.Take(6).ToArray());
        foreach (var (steps, place) in history.Sample(40, 20).Select((steps, place) => (steps, place)))
        {
            await using var desk = await fixture.CreateAsync();
            await desk.PutAsync(keep: place % 4);
            var versions = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var step in steps)
            {
                var documents = step.Select((sections, name) => ($"{name}.md", TextOf(sections))).ToList();
                await desk.PushAsync(documents, complete: true, force: true);
                await CheckAsync(desk, step, versions);
                var again = await desk.PushAsync(documents, complete: true);
                (again.DocumentsAdded + again.DocumentsChanged + again.DocumentsRemoved + again.ChunksAdded + again.ChunksMoved + again.ChunksArchived).ShouldBe(0);
            }
        }
    }

    private static string TextOf(int[] sections) => Texts.Of(sections.Select(number => Texts.Section(number)));

    private static async Task CheckAsync(Desk desk, int[][] documents, Dictionary<string, int> versions)
    {
        var chunks = await desk.ChunksAsync();
        var live = chunks.Where(chunk => !chunk.IsArchived).Select(chunk => (chunk.Path, chunk.Ordinal, chunk.Text)).Order();
        var wanted = documents.SelectMany((sections, name) =>
            Chunker.Part(DocumentReader.Read(TextOf(sections), DocumentFormat.Markdown)).Select(passage => ($"{name}.md", passage.Ordinal, passage.Text))).Order();
        live.ShouldBe(wanted);
        chunks.Select(chunk => (chunk.Path, chunk.Text)).Distinct().Count().ShouldBe(chunks.Count);
        await using var connection = new Npgsql.NpgsqlConnection(desk.ConnectionString);
        foreach (var (path, version) in await Dapper.SqlMapper.QueryAsync<(string, int)>(connection, "SELECT document_id::text, version FROM desk.ai_kb_documents"))
        {
            version.ShouldBeGreaterThanOrEqualTo(versions.GetValueOrDefault(path));
            versions[path] = version;
        }
    }
}
