using System.Net;
using AiDesk.Policy.Service.Records.Retention;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using AiDesk.Postgres.Harness;
using AiDesk.Redis.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.RecordsTests.Hosting;

public sealed class ServiceOnPostgresTests
{
    private const string Policy = """
        tenant: acme
        sector: retail
        locale: es
        time_zone: Europe/Madrid
        input: { max_chars: 200 }
        """;

    [Fact]
    public async Task Service_PostgresComesLater_DecidesUntilTheJournalIsFullAndRecovers()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await server.StopAsync();
        await using var service = await StartAsync(database);

        // So long that a hundred of them are more than the journal holds.
        var text = new string('x', 100_000);
        (await service.SayAsync(text)).Reason.ShouldBe(Reason.TooLong);
        await Eventually.TrueAsync(async () => (await service.ReadinessAsync()).Text.StartsWith("degraded: 1 records wait in the journal: PostgreSQL", StringComparison.Ordinal), "readiness says degraded");
        (await service.ReadinessAsync()).Status.ShouldBe(HttpStatusCode.OK);

        var kept = 1L;
        await Eventually.TrueAsync(
            async () =>
            {
                var reason = (await service.SayAsync(text)).Reason;
                kept += reason == Reason.TooLong ? 1 : 0;
                return reason == Reason.RecordingUnavailable && (await service.ReadinessAsync()).Status == HttpStatusCode.ServiceUnavailable;
            },
            "the journal is full and decisions are denied");
        (await service.SayAsync("hola, ¿qué tal?")).Verdict.ShouldBe(Verdict.Allow, "a plain ALLOW may be lost, so it goes on");

        await server.StartAgainAsync();
        await Eventually.TrueAsync(async () => await service.ReadinessAsync() is (HttpStatusCode.OK, "ready"), "all is well again");
        (await service.SayAsync(text)).Reason.ShouldBe(Reason.TooLong);
        await Eventually.TrueAsync(
            async () => await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM aidesk.decisions WHERE reason = 'TOO_LONG'") is long count && count == kept + 1, "every acknowledged decision is a row, once");
    }

    [Fact]
    public async Task StartAsync_MigrationWasAppliedInAnotherForm_IsRefused()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await (await StartAsync(database)).DisposeAsync();
        await PostgresServer.ExecuteAsync(database, "UPDATE aidesk.migrations SET checksum = 'other'");

        var refusal = await Should.ThrowAsync<PolicyServiceStartException>(() => StartAsync(database));
        refusal.Problems.Single().ShouldStartWith("AIDESK_RECORDS_POSTGRES: migration 0001-records");
    }

    [Fact]
    public async Task RetentionJob_PolicyKeepsNinetyDays_DeletesWhatIsOlder()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await using var service = await StartAsync(database);
        await service.SayAsync(new string('x', 1000));
        await Eventually.TrueAsync(async () => await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM aidesk.decisions") is 1L, "it is stored");
        await PostgresServer.ExecuteAsync(
            database,
            """
            SELECT aidesk.ensure_month((now() - interval '91 days')::date), aidesk.ensure_month((now() - interval '89 days')::date);
            INSERT INTO aidesk.events (tenant_id, recorded_at, record_id, type)
            SELECT tenant, now() - days * interval '1 day', gen_random_uuid(), 'x' FROM unnest(ARRAY['acme', 'globex']) tenant, unnest(ARRAY[89, 91]) days
            """);

        (await service.Services.GetServices<IHostedService>().OfType<RetentionJob>().Single().RunAsync(CancellationToken.None)).ShouldBe(1);
        (await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM aidesk.events WHERE tenant_id = 'acme'")).ShouldBe(1L);
        (await PostgresServer.ExecuteAsync(database, "SELECT count(*) FROM aidesk.events")).ShouldBe(3L, "a tenant without a policy is left alone");
    }

    private static Task<RunningService> StartAsync(string database) =>
        RunningService.StartAsync(Policy, settings: options => options with { RecordsPostgres = database, JournalMegabytes = 16 });
}
