using AiDesk.Agent;
using AiDesk.Agent.V1;
using AiDesk.Desk.Harness;
using AiDesk.Postgres.Harness;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace AiDesk.Desk.PagesTests.Demo;

/// <summary>The demonstration on a desk of its own: what it puts there, and that it does so once.</summary>
public sealed class DemoSeedTests
{
    [Fact]
    public async Task PlayDemo_Twice_IsThereOnceAndHoldsWhatMustHold()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var policy = await PolicyServer.StartAsync();
        var database = await postgres.CreateDatabaseAsync() + ";Command Timeout=30";
        var options = new AgentServiceOptions { Development = true, HttpAddress = "127.0.0.1:0", GrpcAddress = "127.0.0.1:0", Postgres = database, StateDirectory = policy.StateDirectory, PolicyAddress = policy.Address.OriginalString };
        await using var desk = await AgentServiceHost.StartAsync(options, CancellationToken.None);
        await desk.SeedDemoAsync(CancellationToken.None);
        await desk.PlayDemoAsync(CancellationToken.None);
        await ShouldBeWorthALookAsync(desk, policy);

        // Everything at work comes to its end before it is counted.
        await SettledAsync(database);
        var counts = await CountsAsync(database);
        await desk.SeedDemoAsync(CancellationToken.None);
        await desk.PlayDemoAsync(CancellationToken.None);
        (await CountsAsync(database)).ShouldBe(counts);
        (await BrokenAsync(database)).ShouldBeEmpty();

        // The command's own way, on the same database: refused where others are, and exact in its counts.
        (await DeskSeeding.RefusalAsync(database, "tienda-alba", CancellationToken.None)).ShouldBeNull();
        (await DeskSeeding.RefusalAsync(database, "acme", CancellationToken.None)).ShouldNotBeNull().ShouldContain("acme");
        (await DeskSeeding.AddAsync(database, "acme", 2_000, 8_000, null, CancellationToken.None)).ShouldBe(2_000);
        (await DeskSeeding.AddAsync(database, "acme", 2_000, 8_000, null, CancellationToken.None)).ShouldBe(0);
        (await DeskSeeding.RefusalAsync(database, "tienda-alba", CancellationToken.None)).ShouldNotBeNull().ShouldContain("acme");
        (await BrokenAsync(database)).ShouldBeEmpty();
        (await NumberAsync(database, "SELECT count(*) FROM desk.runs WHERE tenant_id = 'acme'")).ShouldBe(2_000);
        (await NumberAsync(database, "SELECT count(*) FROM desk.messages WHERE tenant_id = 'acme'")).ShouldBeInRange(7_500, 8_500);
        (await NumberAsync(database, "SELECT count(DISTINCT run_state) FROM desk.runs WHERE tenant_id = 'acme'")).ShouldBe(5);
        (await NumberAsync(database, "SELECT count(*) FROM desk.runs WHERE created_at > now() OR decided_at > now() OR updated_at < created_at")).ShouldBe(0);
        (await CountsAsync(database, "tenant_id <> 'acme'")).ShouldBe(counts);
    }

    /// <summary>Something of every kind waits in both tenants.</summary>
    private static async Task ShouldBeWorthALookAsync(RunningAgentService desk, PolicyServer policy)
    {
        using var channel = GrpcChannel.ForAddress(desk.GrpcAddress);
        var client = new AgentService.AgentServiceClient(channel);
        foreach (var tenant in DeskSeeding.DemoTenants)
        {
            var call = new CallOptions(new Metadata { { "authorization", "Bearer " + policy.Token(tenant, "approver", "demo-approver", "aidesk-desk") } }, DateTime.UtcNow.AddSeconds(30));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            var items = await client.ListPendingAsync(new ListPendingRequest { PageSize = 100 }, call);
            while (items.Items.Count(item => item.ApprovalType == ApprovalType.ExecutiveEscalation) < 2 || items.Items.Count(item => item.Kind == ApprovalKind.Draft) < 3)
            {
                await beat.WaitForNextTickAsync(limit.Token);
                items = await client.ListPendingAsync(new ListPendingRequest { PageSize = 100 }, call);
            }

            items.Items.ShouldContain(item => item.Kind == ApprovalKind.FailedSend);
            items.Items.ShouldContain(item => item.Kind == ApprovalKind.PostReview);
            items.Items.Count(item => item.ApprovalType == ApprovalType.ExecutiveEscalation).ShouldBe(2);
            items.Items.ShouldContain(item => item.ApprovalType == ApprovalType.ExecutiveEscalation && item.ApprovalsMissing == 1);
        }
    }

    private static async Task SettledAsync(string database)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await NumberAsync(database, "SELECT count(*) FROM desk.runs WHERE run_state IN ('running', 'approved')") > 0)
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task<IReadOnlyList<string>> BrokenAsync(string database) =>
        [.. (await DeskVerification.RunAsync(database, CancellationToken.None)).Where(invariant => invariant.Problems.Count > 0).Select(invariant => $"{invariant.Name}: {invariant.Problems[0]}")];

    private static async Task<string> CountsAsync(string database, string where = "true")
    {
        string[] tables = ["people", "contacts", "conversations", "messages", "runs", "run_decisions", "model_calls", "tool_calls", "approvals", "approval_votes", "outbox_messages", "events", "conversation_outcomes", "ai_kb_chunks"];
        var counts = new List<string>();
        foreach (var table in tables)
        {
            counts.Add($"{table} {await NumberAsync(database, $"SELECT count(*) FROM desk.{table} WHERE {where}")}");
        }

        return string.Join('\n', counts);
    }

    private static async Task<long> NumberAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
