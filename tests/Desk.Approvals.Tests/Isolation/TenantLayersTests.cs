using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace AiDesk.Desk.ApprovalsTests.Isolation;

/// <summary>Two layers keep tenants apart, row-level security and the predicate of every statement; each holds alone.</summary>
public sealed class TenantLayersTests(DeskFixture desk, ITestOutputHelper output) : IClassFixture<DeskFixture>
{
    private const string Mine = DeskBench.Tenant;
    private const string Theirs = "harbour-pay";

    private static readonly string[] Tables =
        ["settings", "people", "contacts", "conversations", "messages", "runs", "run_steps", "run_citations", "run_decisions", "model_calls", "tool_calls", "approvals", "approval_votes", "outbox_messages", "events"];

    [Fact]
    public async Task RowLevelSecurity_StatementsWithoutPredicates_SeesAndWritesOneTenantOnly()
    {
        await using var bench = await FilledAsync();
        foreach (var table in Tables)
        {
            await using var work = await bench.Database.BeginAsync(Mine, CancellationToken.None);
            var seen = await work.Connection.ExecuteScalarAsync<long>($"SELECT count(*) FILTER (WHERE tenant_id <> '{Mine}') + 1000000 * least(count(*), 1) FROM desk.{table}");
            seen.ShouldBe(1_000_000, table);
            var columns = (await work.Connection.QueryAsync<string>(
                "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'desk' AND table_name = @table AND has_column_privilege('desk.' || @table, column_name, 'UPDATE')", new { table })).ToList();
            var changed = columns.Count == 0 ? 0 : await work.Connection.ExecuteAsync($"UPDATE desk.{table} SET {columns[0]} = {columns[0]}");
            var all = await work.Connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM desk.{table}");
            ((long)changed).ShouldBeLessThanOrEqualTo(all, table);
            output.WriteLine($"| RLS without predicates | {table} | rows of others seen 0 | rows of others changed 0 |");
        }
    }

    [Fact]
    public async Task RowLevelSecurity_RowOfAnotherTenant_CannotBeWritten()
    {
        await using var bench = await FilledAsync();
        await using var work = await bench.Database.BeginAsync(Mine, CancellationToken.None);
        var fault = await Should.ThrowAsync<PostgresException>(() => work.Connection.ExecuteAsync("INSERT INTO desk.people (tenant_id, person_id, name) VALUES (@Theirs, 'x', 'x')", new { Theirs }));
        fault.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Predicates_WithoutRowLevelSecurity_EveryCallStaysInItsTenant()
    {
        await using var bench = await FilledAsync();
        var theirs = await bench.DraftAsync(customer: DeskBench.Customer("zoe", Theirs));
        var canary = await bench.ScalarAsync<Guid>("SELECT conversation_id FROM desk.conversations WHERE tenant_id = @Theirs ORDER BY created_at LIMIT 1", new { Theirs });
        foreach (var table in Tables)
        {
            await bench.ScalarAsync<object>($"ALTER TABLE desk.{table} DISABLE ROW LEVEL SECURITY");
        }

        var reads = bench.Get<DeskReads>();
        var me = DeskBench.Approver("ana");
        await IsNotFoundAsync("GetConversation", () => reads.GetConversationAsync(me, new GetConversationRequest { ConversationId = canary.ToString() }, default));
        await IsNotFoundAsync("GetRun", () => reads.GetRunAsync(me, new GetRunRequest { RunId = theirs.Run.ToString() }, default));
        await IsNotFoundAsync("ApproveRun", () => bench.ApproveAsync(theirs, me));
        await IsNotFoundAsync("RejectRun", () => bench.RejectAsync(theirs, me));
        await IsNotFoundAsync("PostMessage", () => bench.PostAsync(me, "Hello", canary));
        await IsNotFoundAsync("RetrySend", () => bench.Get<Agent.Outbox.FailedSends>().RetryAsync(me, new RetrySendRequest { RunId = theirs.Run.ToString() }, default));
        var runs = await reads.ListRunsAsync(me, new ListRunsRequest(), default);
        var conversations = await reads.ListConversationsAsync(me, new ListConversationsRequest(), default);
        var pending = await reads.ListPendingAsync(me, new ListPendingRequest(), default);
        var audit = await reads.ListAuditAsync(me, new ListAuditRequest(), default);
        foreach (var (name, text) in new[] { ("ListRuns", runs.ToString()), ("ListConversations", conversations.ToString()), ("ListPending", pending.ToString()), ("ListAudit", audit.ToString()) })
        {
            text.Length.ShouldBeGreaterThan(50, name);
            text.ShouldNotContain(theirs.Run.ToString());
            text.ShouldNotContain(canary.ToString());
            text.ShouldNotContain("zoe");
            output.WriteLine($"| predicates without RLS | {name} | canaries of others 0 | |");
        }

        await bench.PostAsync(DeskBench.Customer(), "One more", Guid.Parse(conversations.Conversations[0].ConversationId));
        (await bench.StateAsync(theirs.Run)).ShouldBe(Agent.Runs.RunState.PendingApproval, "what one tenant's message supersedes is its own");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task Pool_ConnectionReused_CarriesNoTenantAndNoRole()
    {
        await using var bench = await DeskBench.StartAsync(desk, connection: await desk.Server.CreateDatabaseAsync() + ";Maximum Pool Size=1;Timeout=60;Command Timeout=60");
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        await bench.PostAsync(DeskBench.Customer("zoe", Theirs), "Hello");
        for (var round = 0; round < 10; round++)
        {
            await using (var work = await bench.Database.BeginAsync(round % 2 == 0 ? Mine : Theirs, CancellationToken.None))
            {
                (await work.Connection.QueryAsync<string>("SELECT DISTINCT tenant_id FROM desk.messages")).ShouldBe([round % 2 == 0 ? Mine : Theirs]);
                if (round % 3 == 0)
                {
                    await work.CommitAsync(CancellationToken.None);
                }
            }

            await using var worker = await bench.Database.OpenWorkerAsync(CancellationToken.None);
            (await worker.ExecuteScalarAsync<string>("SELECT current_user || coalesce(current_setting('app.tenant_id', true), '')")).ShouldBe("aidesk_desk_worker");
            (await worker.ExecuteScalarAsync<long>("SELECT count(DISTINCT tenant_id) FROM desk.runs")).ShouldBe(2);
        }
    }

    [Fact]
    public async Task NoTenant_NothingIsSeen()
    {
        await using var bench = await FilledAsync();
        await using var connection = new NpgsqlConnection(bench.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.ExecuteAsync("SET ROLE aidesk_desk_app");
        foreach (var table in Tables)
        {
            (await connection.ExecuteScalarAsync<long>($"SELECT count(*) FROM desk.{table}")).ShouldBe(0, table);
        }
    }

    /// <summary>Role, statement; how many rows, or that it may not.</summary>
    [Theory]
    [InlineData("aidesk_desk_app", "SELECT count(raw_output) FROM desk.tool_calls", "denied")]
    [InlineData("aidesk_desk_app", "SELECT count(raw_error) FROM desk.tool_calls", "denied")]
    [InlineData("aidesk_desk_app", "SELECT count(*) FROM (SELECT * FROM desk.tool_calls) t", "denied")]
    [InlineData("aidesk_desk_app", "UPDATE desk.tool_calls SET error_text = raw_output", "denied")]
    [InlineData("aidesk_desk_app", "UPDATE desk.tool_calls SET raw_output = 'x' RETURNING raw_output", "denied")]
    [InlineData("aidesk_desk_app", "DELETE FROM desk.messages", "denied")]
    [InlineData("aidesk_desk_app", "UPDATE desk.messages SET text = 'x'", "denied")]
    [InlineData("aidesk_desk_app", "UPDATE desk.events SET actor = 'x'", "denied")]
    [InlineData("aidesk_desk_app", "DELETE FROM desk.runs", "denied")]
    [InlineData("aidesk_desk_app", "UPDATE desk.run_moves SET to_state = 'approved'", "denied")]
    [InlineData("aidesk_desk_app", "ALTER TABLE desk.runs DISABLE ROW LEVEL SECURITY", "denied")]
    [InlineData("aidesk_desk_worker", "SELECT count(DISTINCT tenant_id) FROM desk.runs", "2")]
    [InlineData("aidesk_desk_worker", "SELECT count(ai_reply_final) FROM desk.runs", "denied")]
    [InlineData("aidesk_desk_worker", "SELECT count(intent) FROM desk.runs", "denied")]
    [InlineData("aidesk_desk_worker", "SELECT count(text) FROM desk.outbox_messages", "denied")]
    [InlineData("aidesk_desk_worker", "SELECT count(reason) FROM desk.approvals", "denied")]
    [InlineData("aidesk_desk_worker", "SELECT count(*) FROM desk.messages", "denied")]
    [InlineData("aidesk_desk_worker", "SELECT count(*) FROM desk.conversations", "denied")]
    [InlineData("aidesk_desk_worker", "UPDATE desk.runs SET run_state = 'approved'", "denied")]
    [InlineData("aidesk_desk_worker", "UPDATE desk.outbox_messages SET text = 'x'", "denied")]
    [InlineData("aidesk_desk_worker", "UPDATE desk.approvals SET state = 'approved'", "denied")]
    [InlineData("aidesk_desk_worker", "DELETE FROM desk.outbox_messages", "denied")]
    public async Task Role_Statement_SeesOrDoesNoMoreThanItMay(string role, string statement, string expected)
    {
        await using var bench = await FilledAsync();
        await using var connection = new NpgsqlConnection(bench.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.ExecuteAsync($"SET ROLE {role}; SELECT set_config('app.tenant_id', '{Mine}', false)");
        string found;
        try
        {
            found = Convert.ToString(await connection.ExecuteScalarAsync(statement), System.Globalization.CultureInfo.InvariantCulture)!;
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            found = "denied";
        }

        found.ShouldBe(expected);
    }

    [Fact]
    public async Task Schema_EveryTableOfATenant_IsForcedUnderRowLevelSecurityAndItsKeysBeginWithIt()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var loose = await bench.ScalarAsync<string>(
            """
            SELECT string_agg(c.relname, ', ') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'desk' AND c.relkind = 'r' AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """);
        var keys = await bench.ScalarAsync<string>(
            """
            SELECT string_agg(k.conname, ', ') FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
            WHERE n.nspname = 'desk' AND k.contype IN ('p', 'u', 'f') AND c.relname NOT IN ('migrations', 'run_moves') AND a.attname <> 'tenant_id'
            """);

        loose.ShouldBeNull();
        keys.ShouldBeNull();
    }

    private async Task IsNotFoundAsync(string name, Func<Task> call)
    {
        var fault = await Should.ThrowAsync<DeskException>(call);
        fault.Reason.ShouldBe(ErrorReason.NotFound, name);
        fault.Message.ShouldBe(DeskException.NotFound().Message);
        output.WriteLine($"| predicates without RLS | {name} | NOT_FOUND, as for none | nothing changed |");
    }

    /// <summary>A row of every table for both tenants.</summary>
    private async Task<DeskBench> FilledAsync()
    {
        var bench = await DeskBench.StartAsync(desk);
        foreach (var tenant in new[] { Mine, Theirs })
        {
            var draft = await bench.DraftAsync(customer: DeskBench.Customer(tenant == Mine ? "cust-1" : "zoe", tenant));
            await bench.ApproveAsync(draft, DeskBench.Approver(tenant: tenant));
            await bench.DispatchAsync();
            await bench.DraftAsync(customer: DeskBench.Customer(tenant == Mine ? "cust-1" : "zoe", tenant), conversation: draft.Conversation);
            await bench.ScalarAsync<object>(
                """
                INSERT INTO desk.settings (tenant_id) VALUES (@tenant);
                INSERT INTO desk.people (tenant_id, person_id, name) VALUES (@tenant, 'ana', 'Ana');
                INSERT INTO desk.run_steps (tenant_id, run_id, ordinal, kind, body) VALUES (@tenant, @Run, 1, 'x', '{}');
                INSERT INTO desk.run_citations VALUES (@tenant, @Run, 1, gen_random_uuid(), 's', 't', 1, 'x');
                INSERT INTO desk.run_decisions (tenant_id, decision_id, run_id, rpc, node, verdict, reason, decided_at) VALUES (@tenant, gen_random_uuid(), @Run, 'CheckInput', 'vendor', 'allow', 'OK', now());
                INSERT INTO desk.model_calls (tenant_id, run_id, ordinal, node, decision_id, model, prompt_version, input_tokens, output_tokens, outcome) VALUES (@tenant, @Run, 1, 'vendor', gen_random_uuid(), 'm', 'v1', 1, 1, 'ok');
                INSERT INTO desk.tool_calls (tenant_id, run_id, call_id, tool, arguments, state, decision_id, raw_output) VALUES (@tenant, @Run, 'c', 't', '{}', 'executed', gen_random_uuid(), 'raw');
                INSERT INTO desk.approval_votes (tenant_id, approval_id, person_id, vote) SELECT tenant_id, approval_id, 'ana', 'approve' FROM desk.approvals WHERE tenant_id = @tenant LIMIT 1;
                """,
                new { tenant, draft.Run });
        }

        return bench;
    }
}
