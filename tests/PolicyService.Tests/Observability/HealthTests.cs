using System.Net;
using System.Text.Json;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Observability;

/// <summary>Alive, ready, and which dependency says otherwise.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(TestPolicies.Desk, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Ready_AllWell_NamesEachDependency()
    {
        var (code, body) = await ReadyAsync();

        code.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("status").GetString().ShouldBe("ready");
        body.GetProperty("dependencies").EnumerateArray().Select(dependency => (dependency.GetProperty("name").GetString(), dependency.GetProperty("status").GetString())).ShouldBe(
            [("service", "ok"), ("policies", "ok"), ("journal", "ok"), ("held_calls", "ok"), ("keys", "ok"), ("records", "ok"), ("reviews", "ok"), ("key_refresh", "ok")]);
    }

    [Fact]
    public async Task Health_OverGrpc_NeedsNoToken()
    {
        var health = new Health.HealthClient(_service.Invoker);

        foreach (var name in new[] { "", "aidesk.policy.v1.PolicyService" })
        {
            (await health.CheckAsync(new HealthCheckRequest { Service = name })).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        }
    }

    [Fact]
    public async Task Ready_HeldCallsCannotBeWritten_IsNotReadyUntilTheyCan()
    {
        var log = Path.Combine(_service.Folder, "state", HeldCalls.LogName);
        var held = _service.Services.GetRequiredService<HeldCalls>();
        File.Delete(log);
        Directory.CreateDirectory(log);
        held.Dispose();
        held.Hold(Call()).ShouldBe(HoldResult.Refused);

        var (code, body) = await ReadyAsync();

        code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("status").GetString().ShouldBe("unready");
        StatusOf(body, "held_calls").ShouldBe("down");
        (await LiveAsync()).ShouldBe(HttpStatusCode.OK);
        await UntilServingAsync(HealthCheckResponse.Types.ServingStatus.NotServing);

        Directory.Delete(log);
        await UntilServingAsync(HealthCheckResponse.Types.ServingStatus.Serving);
        (await ReadyAsync()).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ready_ToldToStop_IsNotReadyAndStillAnswers()
    {
        await using var service = await RunningService.StartAsync([("acme", TestPolicies.Desk)], options => options with { Drain = TimeSpan.FromMinutes(5) });
        using var hurry = new CancellationTokenSource();
        var ending = service.EndAsync(hurry.Token);

        var (code, body) = await ReadyAsync(service);

        code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        StatusOf(body, "service").ShouldBe("down");
        (await new Health.HealthClient(service.Invoker).CheckAsync(new HealthCheckRequest(), cancellationToken: CancellationToken.None)).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.NotServing);
        (await service.Client.ListToolsAsync(new V1.ListToolsRequest { Mode = V1.Mode.Copilot }, service.Token(), cancellationToken: CancellationToken.None)).PolicyVersion.ShouldNotBeEmpty();
        ending.IsCompleted.ShouldBeFalse();
        await hurry.CancelAsync();
        await ending;
    }

    private Task<(HttpStatusCode Code, JsonElement Body)> ReadyAsync() => ReadyAsync(_service);

    private static async Task<(HttpStatusCode Code, JsonElement Body)> ReadyAsync(RunningService service)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(service.HttpAddress, "/healthz/ready"));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private async Task<HttpStatusCode> LiveAsync()
    {
        using var http = new HttpClient();
        return (await http.GetAsync(new Uri(_service.HttpAddress, "/healthz/live"))).StatusCode;
    }

    private static string? StatusOf(JsonElement body, string dependency) =>
        body.GetProperty("dependencies").EnumerateArray().Single(one => one.GetProperty("name").GetString() == dependency).GetProperty("status").GetString();

    private async Task UntilServingAsync(HealthCheckResponse.Types.ServingStatus status)
    {
        var health = new Health.HealthClient(_service.Invoker);
        while ((await health.CheckAsync(new HealthCheckRequest())).Status != status)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private HeldCall Call() => new()
    {
        Tenant = "acme",
        DecisionId = Guid.CreateVersion7(),
        AskedBy = "runtime",
        Tool = "send_message",
        SessionId = "s",
        RunId = "r",
        CallId = "c",
        Arguments = "{}",
        ApprovalsNeeded = 1,
        ApproverRoles = PrincipalRoles.Approver,
        Nonce = Guid.NewGuid(),
        HeldAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddHours(1),
    };
}
