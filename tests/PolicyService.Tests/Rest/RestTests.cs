using System.Net;
using System.Text.Json;
using AiDesk.Identity;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Rest;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Rest;

/// <summary>REST is the same service: what it answers, counts and records is what gRPC does. All else is in tests/Conformance.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(TestPolicies.Desk, settings: options => options with { MaxInFlight = 4 });

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task CheckToolCall_OverBoth_IsAnsweredAlikeAndCountedOnce()
    {
        var request = new CheckToolCallRequest
        {
            Context = RunningService.Context(),
            RequestId = "q-1",
            CallId = "c1",
            Tool = "create_ticket",
            ArgumentsJson = """{"contact_id":"C-1","subject":"Hola"}""",
        };
        var grpc = await _service.Client.CheckToolCallAsync(request, _service.Token());
        var rest = await _service.RestAsync("POST", "/v1/check-tool-call", JsonFormatter.Default.Format(request));

        rest.Status.ShouldBe(HttpStatusCode.OK, rest.Json.ToString());
        JsonParser.Default.Parse<CheckToolCallResponse>(rest.Json.ToString()).ShouldBe(grpc);
    }

    [Fact]
    public async Task Call_OverRest_IsInTheRecordsAndTheMetrics()
    {
        var denied = await _service.RestAsync("POST", "/v1/check-tool-call", """{"context":{"sessionId":"s","runId":"r","mode":"MODE_COPILOT"},"callId":"c","tool":"no_such_tool"}""");
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(_service.HttpAddress, "metrics"));

        denied.Json.GetProperty("decision").GetProperty("reason").GetString().ShouldBe("REASON_UNKNOWN_TOOL");
        metrics.ShouldContain("""aidesk_rpc_duration_seconds_count{rpc="CheckToolCall",code="OK"} 1""");
        var record = (await _service.RecordsAsync("decision")).ShouldHaveSingleItem();
        record.ToString().ShouldContain(denied.Json.GetProperty("decision").GetProperty("decisionId").GetString()!);
    }

    [Fact]
    public async Task ListTools_ByGet_IsListToolsByPost()
    {
        var post = await _service.RestAsync("POST", "/v1/list-tools", """{"mode":"MODE_AUTOPILOT","level":1}""");
        var get = await _service.RestAsync("GET", "/v1/tools?mode=MODE_AUTOPILOT&level=1");

        get.Json.ToString().ShouldBe(post.Json.ToString());
        get.Json.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).ShouldContain(name => name == "send_message");
    }

    [Fact]
    public async Task ResolveApproval_NeedsTheRoleThatItNeedsOverGrpc()
    {
        var body = $$"""{"decisionId":"{{Guid.NewGuid()}}","approval":"APPROVAL_DECISION_APPROVE"}""";

        (await _service.RestAsync("POST", "/v1/resolve-approval", body)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _service.RestAsync("POST", "/v1/resolve-approval", body, roles: PrincipalRoles.Approver)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Call_WhenTheServiceIsFull_IsShedWithATimeToWait()
    {
        var gate = _service.Services.GetRequiredService<AdmissionGate>();
        var held = Enumerable.Range(0, 8).Select(n => gate.TryEnter($"other-{n}", out var load) ? load : null).ToList();
        var answer = await _service.RestAsync("POST", "/v1/list-tools", """{"mode":"MODE_AUTOPILOT"}""");
        held.OfType<TenantLoad>().ToList().ForEach(gate.Leave);

        (answer.Status, answer.Reason, answer.Headers["Retry-After"]).ShouldBe((HttpStatusCode.TooManyRequests, "OVERLOADED", "1"));
        (await _service.RestAsync("POST", "/v1/list-tools", """{"mode":"MODE_AUTOPILOT"}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRpcThatAnswersOnce_AndEveryReferenceResolves()
    {
        var document = (await _service.RestAsync("GET", RestOperations.Document, token: "")).Json;
        var unary = PolicyServiceReflection.Descriptor.Services[0].Methods.Where(rpc => !rpc.IsServerStreaming).Select(rpc => rpc.Name);
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(verb => verb.Value).ToList();

        operations.Select(operation => operation.GetProperty("operationId").GetString()).Order(StringComparer.Ordinal).ShouldBe(unary.Append("GETListTools").Order(StringComparer.Ordinal));
        document.GetProperty("paths").TryGetProperty("/v1/check-input", out _).ShouldBeTrue();
        document.GetRawText().ShouldNotContain("\"description\": \"\"");
        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var reference in References(document))
        {
            schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _).ShouldBeTrue(reference);
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
