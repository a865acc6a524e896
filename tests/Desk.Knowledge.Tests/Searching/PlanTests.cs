using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit.Abstractions;

namespace AiDesk.Desk.KnowledgeTests.Searching;

/// <summary>100,000 passages of ten tenants: the plans that the function's own statements take, as the server writes them down while a tenant's session calls it.</summary>
public sealed class PlanTests(KnowledgeFixture fixture, ITestOutputHelper output) : IClassFixture<KnowledgeFixture>
{
    private const string Seed = """
        INSERT INTO desk.ai_kb_sources (tenant_id, source_id, name, kind) SELECT 'tenant-' || t, 's', 'S', 'pushed' FROM generate_series(0, 9) t;
        INSERT INTO desk.ai_kb_documents (tenant_id, document_id, source_id, path, title, language, content_hash)
          SELECT 'tenant-' || t, gen_random_uuid(), 's', 'd', 'D', 'en', '' FROM generate_series(0, 9) t;
        -- Half of all are tenant-0's. Words of different frequency: one in every passage, in a tenth, in a thousandth.
        INSERT INTO desk.ai_kb_chunks (tenant_id, chunk_id, document_id, content_hash, ordinal, heading, text, language, version)
          SELECT d.tenant_id, gen_random_uuid(), d.document_id, int4send(i), i, 'Topic ' || i % 500,
            'Customers ask about case' || i % 1000 || ' and about item' || i % 7919 || ' of group' || i % 10 || ' because word' || md5(i::text) || ' was delivered with the ordinary parcel on day ' || i % 365, 'en', 1
          FROM generate_series(1, 100000) i JOIN desk.ai_kb_documents d ON d.tenant_id = 'tenant-' || CASE WHEN i % 2 = 0 THEN 0 ELSE 1 + i / 2 % 9 END;
        ANALYZE desk.ai_kb_chunks; ANALYZE desk.ai_kb_documents; ANALYZE desk.ai_kb_sources;
        """;

    [Fact]
    public async Task Search_AtAHundredThousandPassages_TakesTheIndexes()
    {
        await using var desk = await fixture.CreateAsync();
        await RunAsync(desk.ConnectionString, Seed);
        await using var connection = new NpgsqlConnection(desk.ConnectionString + ";Command Timeout=60;Pooling=false");
        var plans = new List<string>();
        connection.Notice += (_, notice) => plans.Add(notice.Notice.MessageText);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET auto_explain.log_level = notice; SET client_min_messages = notice");
        // Within the function too: it is quieter by itself.
        await ExecuteAsync(connection, "ALTER FUNCTION desk.search_knowledge(text, text, int) RESET client_min_messages");
        await ExecuteAsync(connection, "SET ROLE aidesk_desk_app");
        output.WriteLine("| Search among 100,000 passages | tenant's own | median ms | slowest of five, ms |\n| --- | --- | --- | --- |");
        foreach (var (tenant, own) in new[] { ("tenant-0", 50_000), ("tenant-3", 5_556) })
        {
            foreach (var (name, query) in new[] { ("a rare word", "case444"), ("words of a tenth and of a thousandth", "group4 case444"), ("a word of every passage", "parcel"), ("misspelt words", "ordinery parcal delivred"), ("nothing", "qqzzvvkk") })
            {
                plans.Clear();
                await SearchAsync(connection, tenant, query);
                var statement = string.Join("\n", plans.Where(plan => plan.Contains("WITH found", StringComparison.Ordinal)));
                if (name == "a rare word")
                {
                    statement.ShouldContain("Bitmap Index Scan on ai_kb_chunks_words", Case.Sensitive, statement);
                    statement.ShouldContain("Bitmap Index Scan on ai_kb_chunks_trigrams", Case.Sensitive, statement);
                }

                await ReportAsync(desk, name, tenant, own, query);
            }
        }
    }

    /// <summary>Figures, not checks: how long a thing takes is not asserted.</summary>
    private async Task ReportAsync(Desk desk, string name, string tenant, int own, string query)
    {
        await using var connection = new NpgsqlConnection(desk.ConnectionString + ";Command Timeout=60;Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, "SET ROLE aidesk_desk_app");
        var times = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var watch = Stopwatch.StartNew();
            await SearchAsync(connection, tenant, query);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {own} | {times[2]:F1} | {times[4]:F1} |"));
    }

    private static async Task SearchAsync(NpgsqlConnection connection, string tenant, string query)
    {
        await using var command = new NpgsqlCommand("SELECT set_config('app.tenant_id', $1, false), (SELECT count(*) FROM desk.search_knowledge($2, 'en', 5))", connection)
        {
            Parameters = { new() { Value = tenant }, new() { Value = query } },
        };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RunAsync(string connectionString, string text)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Command Timeout=240;Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, text);
    }
}
