using AiDesk.Agent.Runs.Reading;
using AiDesk.Desk.PagesTests.Browsing;
using Dapper;
using Npgsql;

namespace AiDesk.Desk.PagesTests.Approvals;

[Collection(SiteTests.Name)]
public sealed class QueuePlanTests(Site site)
{
    private const string Tenant = "plan-tenant";

    /// <summary>In a transaction that is rolled back: some thousand rows that wait, and more that do not.</summary>
    private const string Rows =
        """
        INSERT INTO desk.contacts (tenant_id, contact_id) VALUES (@Tenant, 'c-1');
        CREATE TEMP TABLE ids ON COMMIT DROP AS SELECT gen_random_uuid() AS id, i FROM generate_series(1, 600) i;
        INSERT INTO desk.conversations (tenant_id, conversation_id, contact_id, person_id, session_id, locale) SELECT @Tenant, id, 'c-1', '', '', 'en' FROM ids;
        INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, text) SELECT @Tenant, id, id, 1, 'customer', 'x' FROM ids;
        INSERT INTO desk.runs (tenant_id, run_id, conversation_id, message_id, mode, level, locale, prompt_version) SELECT @Tenant, id, id, id, 'copilot', 1, 'en', 'v1' FROM ids;
        INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, decision_id, reason, created_at)
          SELECT @Tenant, gen_random_uuid(), id, id, 'draft', CASE WHEN i % 3 = 0 THEN 'executive_escalation' ELSE 'standard' END, 'pending_review', id, 'COPILOT_REVIEW', now() - i * interval '1 second' FROM ids;
        INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, call_id, decision_id, reason, created_at)
          SELECT @Tenant, gen_random_uuid(), d.id, d.id, 'tool_call', CASE WHEN i % 20 = 0 THEN 'executive_escalation' ELSE 'standard' END,
                 CASE WHEN i % 4 = 0 THEN 'pending_review' ELSE 'approved' END, 'c' || i, d.id, 'RISK_LEVEL', now() - i * interval '1 second' FROM generate_series(1, 12000) i, (SELECT id FROM ids LIMIT 1) d;
        ANALYZE desk.approvals;
        """;

    [Theory]
    [InlineData(QueuePart.Drafts, "approvals_queue")]
    [InlineData(QueuePart.Calls, "approvals_queue")]
    [InlineData(QueuePart.Escalations, "approvals_queue")]
    [InlineData(QueuePart.Reviews, "approvals_queue")]
    [InlineData(QueuePart.Failed, "outbox_failed")]
    public async Task Queue_EveryPart_ReadsByIndexNoMoreThanItShows(QueuePart part, string index)
    {
        await using var connection = new NpgsqlConnection(site.Superuser);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(Rows, new { Tenant });

        // Tables of a test are small: so what is asked is whether an index can answer, not whether it is cheaper here.
        await connection.ExecuteAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL ROLE aidesk_desk_app; SELECT set_config('app.tenant_id', @Tenant, true)", new { Tenant });
        var (time, id) = PendingRows.Beginning;
        var page = string.Join('\n', await connection.QueryAsync<string>("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) " + PendingRows.StatementOf(part), new { tenant = Tenant, time, id, limit = 51 }));
        var slices = PendingSlice.All.Where(slice => slice.Part == part).ToArray();
        var count = string.Join('\n', await connection.QueryAsync<string>($"EXPLAIN (COSTS OFF) SELECT {string.Join(" + ", slices.Select(slice => slice.Count()))}", new { tenant = Tenant, most = 1001 }));

        page.ShouldNotContain("Seq Scan");
        count.ShouldNotContain("Seq Scan");
        var scans = page.Split('\n').Where(line => line.Contains($"Scan using {index}", StringComparison.Ordinal)).ToArray();
        scans.Length.ShouldBe(slices.Length, page);
        scans.Select(RowsOf).ShouldAllBe(rows => rows <= 51);
        page.ShouldNotContain("Rows Removed by Filter");
    }

    /// <summary>Of a line as "-> Index Scan using x on y (actual rows=51 loops=1)"; some servers write them with decimals.</summary>
    private static double RowsOf(string line)
    {
        var from = line.IndexOf("rows=", StringComparison.Ordinal) + "rows=".Length;
        return double.Parse(line.AsSpan(from, line.IndexOf(' ', from) - from), System.Globalization.CultureInfo.InvariantCulture);
    }
}
