using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AiDesk.CommandLine.Connection;
using AiDesk.Policy.V1;
using AiDesk.Tests.Running;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit.Abstractions;

namespace AiDesk.Tests.Operations;

/// <summary>
/// The disk under a service of its own process fills up, journal and files alike: no file of it may grow beyond 1 MiB, which is how a disk is filled without being
/// root. What is left of the journal is used up, then what must be recorded is denied, and all is well again once there is room.
/// </summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Full = "1048576:unlimited";
    private const string Free = "unlimited:unlimited";

    [Fact]
    public async Task Disk_FullUnderJournalAndFiles_DeniesWhatMustBeRecordedAndRecovers()
    {
        using var folder = new TemporaryFolder();
        await using var service = await RunningCommand.StartAsync(folder, "--policy-dir", Repository.In("tests", "Clients", "policies"));
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        var client = new PolicyService.PolicyServiceClient(channel);
        var headers = new Metadata { { "authorization", "Bearer " + DevelopmentTokens.Sign(folder.In("state"), PolicyServiceFixture.Tenant, "service", "disk-test", TimeSpan.FromHours(1)) } };
        using var http = new HttpClient { BaseAddress = service.Http };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        // So long that forty of them fill what the journal has ready.
        var tooLong = new string('x', 100_000);
        var acknowledged = new List<Guid> { Taken(await AskAsync(tooLong)) };

        await LimitAsync(service, Full);
        var refused = 0;
        for (Decision decision; (decision = await AskAsync(tooLong)).Reason != Reason.RecordingUnavailable || await ReadyAsync() != HttpStatusCode.ServiceUnavailable;)
        {
            patience.Token.ThrowIfCancellationRequested();
            decision.Verdict.ShouldBe(Verdict.Deny);
            if (decision.Reason == Reason.TooLong)
            {
                acknowledged.Add(Taken(decision));
            }
            else
            {
                refused++;
            }
        }

        acknowledged.Count.ShouldBeGreaterThan(20, "what was ready of the journal is used");
        (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token)).ShouldContain("\naidesk_records_up 0\n");
        (await AskAsync("¿Dónde está mi libro?")).Verdict.ShouldBe(Verdict.Allow, "a plain ALLOW may be lost, so it goes on");
        (await http.GetAsync(new Uri("/healthz/live", UriKind.Relative), patience.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await LimitAsync(service, Free);
        while (await ReadyAsync() != HttpStatusCode.OK || !(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), patience.Token)).Contains("\naidesk_records_journal 0\n", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        acknowledged.Add(Taken(await AskAsync(tooLong)));
        await service.TerminateAsync();
        var end = await service.EndAsync();
        end.Status.ShouldBe(0, end.Error);

        var stored = Directory.GetFiles(folder.In("state/records")).SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("intervention", out _)).Select(line => line.GetProperty("decision_id").GetGuid()).ToList();
        var lost = acknowledged.Except(stored).Count();
        output.WriteLine("| fault of the service's own disk | acknowledged | refused meanwhile | lost | twice | ready afterwards |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| full, journal and files | {acknowledged.Count} | {refused + 1} | {lost} | {stored.Count - stored.Distinct().Count()} | yes |"));
        lost.ShouldBe(0);
        stored.Order().ShouldBe(acknowledged.Order());

        async Task<Decision> AskAsync(string text)
        {
            var id = Guid.NewGuid().ToString();
            var request = new CheckInputRequest
            {
                Context = new CallContext { SessionId = id, RunId = id, UserId = id, Mode = Mode.Copilot },
                Message = new InputMessage { MessageId = id, Text = text, Author = MessageAuthor.Customer },
            };
            return (await client.CheckInputAsync(request, headers, cancellationToken: patience.Token)).Decision;
        }

        async Task<HttpStatusCode> ReadyAsync() => (await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), patience.Token)).StatusCode;
    }

    private static Guid Taken(Decision decision)
    {
        decision.Reason.ShouldBe(Reason.TooLong);
        return Guid.Parse(decision.DecisionId);
    }

    private static async Task LimitAsync(RunningCommand service, string size)
    {
        using var limit = Process.Start("prlimit", ["--pid", service.ProcessId.ToString(CultureInfo.InvariantCulture), "--fsize=" + size]);
        await limit.WaitForExitAsync();
        limit.ExitCode.ShouldBe(0);
    }
}
