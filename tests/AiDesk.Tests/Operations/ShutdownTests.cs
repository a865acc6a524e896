using System.Net;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>How a service in a process of its own ends when it is told to.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Terminate_WhileDraining_IsNotReadyAndAnswersUntilTheSecondSignal()
    {
        using var folder = new TemporaryFolder();
        await using var service = await RunningCommand.StartAsync(folder, [("AIDESK_DRAIN_SECONDS", "300"), ("AIDESK_LOG_FORMAT", "json")], "--policy-dir", Policies);
        using var http = new HttpClient { BaseAddress = service.Http };
        (await ReadyAsync(http)).ShouldBe(HttpStatusCode.OK);

        await service.TerminateAsync();
        while (await ReadyAsync(http) == HttpStatusCode.OK)
        {
            await Task.Yield();
        }

        (await ReadyAsync(http)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await http.GetAsync(new Uri("/healthz/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(folder, service)).Status.ShouldBe(0);

        await service.TerminateAsync();
        var end = await service.EndAsync();
        end.Status.ShouldBe(0, end.Error);
        end.Output.ShouldContain("Stopped");
        end.Error.ShouldContain("\"Message\":\"Stopping: 0 calls are in flight\"");
        (await File.ReadAllLinesAsync(folder.In("state/records/records.jsonl"))).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Terminate_RecordsWaitForTheirSink_TheyAreWrittenBeforeItEnds()
    {
        using var folder = new TemporaryFolder();
        await using var service = await RunningCommand.StartAsync(folder, "--policy-dir", Policies);
        for (var call = 0; call < 3; call++)
        {
            (await AskAsync(folder, service)).Status.ShouldBe(0);
        }

        await service.TerminateAsync();
        var end = await service.EndAsync();

        end.Status.ShouldBe(0, end.Error);
        (await File.ReadAllLinesAsync(folder.In("state/records/records.jsonl"))).Length.ShouldBe(3);
    }

    /// <summary>Redis and PostgreSQL come later, or never: a start does not depend on them, nor does an end.</summary>
    [Fact]
    public async Task Start_NeitherRedisNorPostgresIsThere_ServesDegradedAndEnds()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] variables =
        [
            ("AIDESK_REDIS", "unix:" + folder.In("redis.sock")), ("AIDESK_RECORDS_POSTGRES", $"Host={folder.Path};Database=aidesk;Username=aidesk;Timeout=1"), ("AIDESK_SHUTDOWN_SECONDS", "2"),
        ];
        await using var service = await RunningCommand.StartAsync(folder, variables, "--policy-dir", Policies);
        using var http = new HttpClient { BaseAddress = service.Http };

        (await ReadyAsync(http)).ShouldBe(HttpStatusCode.OK);
        (await http.GetStringAsync(new Uri("/healthz/ready", UriKind.Relative))).ShouldContain("""{"name":"counters","status":"degraded",""");
        (await AskAsync(folder, service)).Output.ShouldNotBeEmpty();

        await service.TerminateAsync();
        var end = await service.EndAsync();
        end.Status.ShouldBe(0, end.Error);
        Directory.EnumerateFiles(folder.In("state/journal")).ShouldNotBeEmpty("what could not be delivered waits for the next start");
    }

    private static Task<CommandRun> AskAsync(TemporaryFolder folder, RunningCommand service) =>
        CommandRun.OfAsync("check", "input", "hola", "--address", service.Grpc.ToString(), "--tenant", PolicyServiceFixture.Tenant, "--state-dir", folder.In("state"));

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient http) => (await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative))).StatusCode;

    private static string Policies => Repository.In("tests", "Clients", "policies");
}
