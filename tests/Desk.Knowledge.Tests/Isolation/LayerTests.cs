using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Npgsql;
using Xunit.Abstractions;

namespace AiDesk.Desk.KnowledgeTests.Isolation;

/// <summary>Each of the two layers alone keeps tenants apart: row-level security under statements without a predicate, and our statements without row-level security.</summary>
public sealed class LayerTests(KnowledgeFixture fixture, ITestOutputHelper output) : IClassFixture<KnowledgeFixture>
{
    private static readonly string[] Tables = ["ai_kb_sources", "ai_kb_documents", "ai_kb_chunks"];

    [Fact]
    public async Task RowLevelSecurity_WithoutPredicates_ShowsAndChangesOneTenantsRowsOnly()
    {
        await using var desk = await SeededAsync();
        output.WriteLine("| Table | rows of all | seen by one tenant | seen without a tenant | changed in another's |\n| --- | --- | --- | --- | --- |");
        foreach (var table in Tables)
        {
            await using var work = await desk.Database.BeginAsync(Desk.Tenant, CancellationToken.None);
            var all = (long)(await desk.SqlAsync($"SELECT count(*) FROM desk.{table}"))!;
            var own = (long)(await desk.SqlAsync($"SELECT count(*) FROM desk.{table} WHERE tenant_id = '{Desk.Tenant}'"))!;
            var seen = (long)(await ScalarAsync(work.Connection, $"SELECT count(*) FROM desk.{table}"))!;
            var changed = await ChangeAsync(work.Connection, $"UPDATE desk.{table} SET tenant_id = tenant_id WHERE tenant_id <> '{Desk.Tenant}'");
            (await Should.ThrowAsync<PostgresException>(() => ChangeAsync(work.Connection, $"UPDATE desk.{table} SET tenant_id = '{Desk.Other}'"))).SqlState.ShouldBe("42501");
            await work.DisposeAsync();

            await using var bare = new NpgsqlConnection(desk.ConnectionString);
            await bare.OpenAsync();
            var without = (long)(await ScalarAsync(bare, $"SET ROLE aidesk_desk_app; SELECT count(*) FROM desk.{table}"))!;
            output.WriteLine($"| {table} | {all} | {seen} | {without} | {changed} |");
            (seen, without, changed).ShouldBe((own, 0L, 0));
            all.ShouldBeGreaterThan(own);
        }
    }

    [Fact]
    public async Task Predicates_WithoutRowLevelSecurity_KeepTenantsApart()
    {
        await using var desk = await SeededAsync();
        foreach (var table in Tables)
        {
            await desk.SqlAsync($"ALTER TABLE desk.{table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE desk.{table} DISABLE ROW LEVEL SECURITY");
        }

        const string Theirs = $"SELECT md5(string_agg(c::text || d::text, '' ORDER BY c.chunk_id)) FROM desk.ai_kb_chunks c JOIN desk.ai_kb_documents d USING (tenant_id, document_id) WHERE c.tenant_id = '{Desk.Other}'";
        var before = await desk.SqlAsync(Theirs);
        var theirChunk = (Guid)(await desk.SqlAsync($"SELECT chunk_id FROM desk.ai_kb_chunks WHERE tenant_id = '{Desk.Other}' LIMIT 1"))!;
        var theirDocument = (Guid)(await desk.SqlAsync($"SELECT document_id FROM desk.ai_kb_documents WHERE tenant_id = '{Desk.Other}' LIMIT 1"))!;
        var caller = Desk.Caller();

        (await desk.Reads.ListSourcesAsync(caller, new ListSourcesRequest(), CancellationToken.None)).Sources.ShouldHaveSingleItem().Documents.ShouldBe(2);
        (await desk.Reads.ListDocumentsAsync(caller, new ListDocumentsRequest { SourceId = "help" }, CancellationToken.None)).Documents.Count.ShouldBe(2);
        (await Should.ThrowAsync<DeskException>(() => desk.Reads.ListChunksAsync(caller, new ListChunksRequest { DocumentId = theirDocument.ToString() }, CancellationToken.None))).Reason.ShouldBe(ErrorReason.NotFound);
        (await desk.FindAsync("canary", "en")).ShouldAllBe(hit => hit.Text.Contains(Desk.Tenant, StringComparison.Ordinal));
        await using (var work = await desk.Database.BeginAsync(Desk.Tenant, CancellationToken.None))
        {
            (await new KnowledgeCitations().ReadAsync(work, [theirChunk], CancellationToken.None)).ShouldBeEmpty();
        }

        // Removes, archives and forgets its own.
        await desk.PutAsync(keep: 0);
        await desk.PushAsync([("a.txt", "Something else.")], complete: true, force: true);
        await desk.PushAsync([("c.txt", "Else again.")], complete: true, force: true);
        (await desk.SqlAsync(Theirs)).ShouldBe(before);
        (await desk.ChunksAsync()).Where(chunk => chunk.Tenant == Desk.Tenant).ShouldHaveSingleItem().Text.ShouldBe("Else again.");
    }

    [Fact]
    public async Task Pages_LongestPaths_FitInATokenThatIsOneTenants()
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PutAsync(tenant: Desk.Other);
        await desk.PushAsync([.. Enumerable.Range(0, 3).Select(number => (new string('é', 255) + number, "Text."))]);

        var first = await desk.Reads.ListDocumentsAsync(Desk.Caller(), new ListDocumentsRequest { SourceId = "help", PageSize = 2 }, CancellationToken.None);
        var second = await desk.Reads.ListDocumentsAsync(Desk.Caller(), new ListDocumentsRequest { SourceId = "help", PageSize = 2, PageToken = first.NextPageToken }, CancellationToken.None);

        (first.Documents.Count, second.Documents.Count, second.NextPageToken).ShouldBe((2, 1, ""));
        (await Should.ThrowAsync<DeskException>(() => desk.Reads.ListDocumentsAsync(Desk.Caller(Desk.Other), new ListDocumentsRequest { SourceId = "help", PageToken = first.NextPageToken }, CancellationToken.None)))
            .Reason.ShouldBe(ErrorReason.PageTokenInvalid);
        await Should.ThrowAsync<DeskException>(() => desk.PushAsync((new string('é', 257), "Too long.")));
    }

    private async Task<Desk> SeededAsync()
    {
        var desk = await fixture.CreateAsync();
        foreach (var tenant in new[] { Desk.Tenant, Desk.Other })
        {
            await desk.PutAsync(tenant: tenant);
            await desk.PushAsync([("a.txt", $"Canary a of {tenant}."), ("b.txt", $"Canary b of {tenant}.")], complete: true, tenant: tenant);
        }

        return desk;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<int> ChangeAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
