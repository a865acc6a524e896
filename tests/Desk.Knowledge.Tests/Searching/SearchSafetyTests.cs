using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Npgsql;

namespace AiDesk.Desk.KnowledgeTests.Searching;

public sealed class SearchSafetyTests(KnowledgeFixture fixture) : IClassFixture<KnowledgeFixture>
{
    public static TheoryData<string> Strange =>
    [
        "!!! & | <-> ':*", "refund:*", "'refund' & !'x'", "refund <2> money", "((((", "))))", "\\", "'", "''", "\"", "'; DROP TABLE desk.ai_kb_chunks; --", "$$", "$1", "@tenant", "%s %n", "refund\0money", "\ud800refund", "refund\udc00",
        "\ufffe\uffff", "http://x.y/z?a=1&b=2|c", "a@b.c", "<script>alert(1)</script>", "refund-money/costs_of~sending", "-1.5e300", "1e400", "\u202erefund", "re\u00adfund", new string('a', 5000), string.Concat(Enumerable.Repeat("ab' & ", 200)),
        string.Join(' ', Enumerable.Range(0, 300)), new string('(', 1000), string.Concat(Enumerable.Repeat("🙂", 600)), "{0}", "NULL", "ROW(1)", "pg_sleep(10)", "\u0301\u0301\u0301", "ﷺﷺﷺ",
    ];

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task Search_WhateverTheQuestion_NeverThrows(string query)
    {
        await using var desk = await fixture.CreateAsync();
        await desk.PutAsync();
        await desk.PushAsync(("a.txt", "The refund of the money is made at once."));
        foreach (var language in new[] { "", "en", "es", "de-AT", "xx", "EN'; --", "\0" })
        {
            (await desk.FindAsync(query, language)).Count.ShouldBeLessThanOrEqualTo(1);
        }

        (await desk.FindAsync("refund")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Search_AnotherTenants_IsNeverFound()
    {
        await using var desk = await fixture.CreateAsync();
        await Passages.SeedAsync(desk);
        await Passages.SeedAsync(desk, Desk.Other);
        foreach (var (language, question, _) in Passages.Questions.Concat(Passages.Misspelt))
        {
            (await desk.FindAsync(question, language, limit: 20)).ShouldAllBe(hit => hit.Source == "Help of " + Desk.Tenant);
        }

        (await desk.FindAsync("envíos", "es", "nobody")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_WithoutATenant_FindsNothing()
    {
        await using var desk = await fixture.CreateAsync();
        await Passages.SeedAsync(desk);
        await using var connection = new NpgsqlConnection(desk.ConnectionString);
        await connection.OpenAsync();
        const string Search = "SELECT count(*) FROM desk.search_knowledge('envíos', 'es', 20)";
        foreach (var role in new[] { "aidesk_desk_app", "aidesk_desk_search", "postgres" })
        {
            (await ScalarAsync(connection, $"RESET app.tenant_id; SET ROLE {role}; {Search}")).ShouldBe(0L, role);
            (await ScalarAsync(connection, $"SET app.tenant_id = ''; {Search}")).ShouldBe(0L, role);
            await ScalarAsync(connection, "RESET ROLE");
        }

        (await ScalarAsync(connection, $"SET ROLE aidesk_desk_app; SET app.tenant_id = '{Desk.Tenant}'; {Search}")).ShouldBe(2L); // the Portuguese one too
    }

    /// <summary>What a session may make is of no use: the function looks into its own schemas first, and temporary ones last.</summary>
    [Fact]
    public async Task Search_SessionThatShadowsNames_ChangesNothing()
    {
        await using var desk = await fixture.CreateAsync();
        await Passages.SeedAsync(desk);
        await Passages.SeedAsync(desk, Desk.Other);
        await using var connection = new NpgsqlConnection(desk.ConnectionString);
        await connection.OpenAsync();
        await ScalarAsync(connection, $"""
            SET ROLE aidesk_desk_app; SET app.tenant_id = '{Desk.Tenant}';
            CREATE FUNCTION pg_temp.current_tenant() RETURNS text LANGUAGE sql AS $$ SELECT '{Desk.Other}' $$;
            CREATE FUNCTION pg_temp.fold(text) RETURNS text LANGUAGE sql AS $$ SELECT 'envios' $$;
            CREATE FUNCTION pg_temp.ts_rank(real[], tsvector, tsquery) RETURNS real LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
            CREATE FUNCTION pg_temp.question_words(text, text[]) RETURNS TABLE (word text, lexemes tsquery) LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$;
            CREATE TEMP TABLE ai_kb_chunks (tenant_id text); CREATE TEMP TABLE ai_kb_sources (tenant_id text);
            SET search_path = pg_temp, public, desk, pg_catalog; SET pg_trgm.word_similarity_threshold = 0.01; SET default_text_search_config = 'pg_catalog.simple'
            """);

        (await ScalarAsync(connection, "SELECT string_agg(DISTINCT source, ',') FROM desk.search_knowledge('envíos', 'es', 20)")).ShouldBe("Help of " + Desk.Tenant);
        foreach (var attack in new[]
        {
            "CREATE FUNCTION desk.tsquery_or(text, text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'", "CREATE OR REPLACE FUNCTION desk.current_tenant() RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
            "CREATE FUNCTION public.fold(text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'", "ALTER FUNCTION desk.search_knowledge(text, text, int) RESET ALL", "SET ROLE aidesk_desk_search_owner",
            "CREATE POLICY mine ON desk.ai_kb_chunks USING (true)", "ALTER TABLE desk.ai_kb_chunks DISABLE ROW LEVEL SECURITY",
        })
        {
            await Should.ThrowAsync<PostgresException>(() => ScalarAsync(connection, attack), attack);
        }
    }

    [Theory]
    [InlineData("", "", 5, ErrorReason.FieldRequired)]
    [InlineData("x", "xx", 5, ErrorReason.FieldInvalid)]
    [InlineData("x", "", 21, ErrorReason.FieldInvalid)]
    [InlineData("x", "", -1, ErrorReason.FieldInvalid)]
    public async Task Search_BadRequest_SaysWhichField(string query, string language, int limit, ErrorReason reason)
    {
        await using var desk = await fixture.CreateAsync();

        (await Should.ThrowAsync<DeskException>(() => desk.Reads.SearchAsync(Desk.Caller(), new SearchRequest { Query = query, Language = language, Limit = limit }, CancellationToken.None))).Reason.ShouldBe(reason);
        (await Should.ThrowAsync<DeskException>(() => desk.Reads.SearchAsync(Desk.Caller(), new SearchRequest { Query = new string('x', 1001) }, CancellationToken.None))).Reason.ShouldBe(ErrorReason.FieldInvalid);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync();
    }
}
