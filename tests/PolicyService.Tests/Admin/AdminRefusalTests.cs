using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>Bad requests of administrators: the exact reason, and the field.</summary>
public sealed class AdminRefusalTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(AdminBench.Captured, settings: AdminBench.InStore);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    public static TheoryData<string, string, string, string> Faults => new()
    {
        // RPC, what the JSON of the request is, reason, field
        { "GetPolicy", """{"version":"../../etc/passwd"}""", "FIELD_INVALID", "version" },
        { "GetPolicy", """{"version":"0123456789ABCDEF"}""", "FIELD_INVALID", "version" },
        { "ValidatePolicy", "{}", "FIELD_REQUIRED", "documents" },
        { "ValidatePolicy", """{"documents":[{"path":"","text":""}]}""", "FIELD_REQUIRED", "documents[0].path" },
        { "ValidatePolicy", """{"documents":[{"path":"../beta/policy.yaml","text":""}]}""", "FIELD_INVALID", "documents[0].path" },
        { "ValidatePolicy", """{"documents":[{"path":"/policy.yaml","text":""}]}""", "FIELD_INVALID", "documents[0].path" },
        { "ValidatePolicy", """{"documents":[{"path":"prompts/.hidden.txt","text":""}]}""", "FIELD_INVALID", "documents[0].path" },
        { "ValidatePolicy", """{"documents":[{"path":"other.yaml","text":""}]}""", "FIELD_INVALID", "documents[0].path" },
        { "ValidatePolicy", """{"documents":[{"path":"a.txt","text":""}]}""", "FIELD_INVALID", "documents" },
        { "ValidatePolicy", """{"documents":[{"path":"policy.yaml","text":""},{"path":"policy.yaml","text":""}]}""", "FIELD_INVALID", "documents[1].path" },
        { "PutPolicy", """{"documents":[{"path":"policy.yaml","text":""}]}""", "FIELD_REQUIRED", "expected_version" },
        { "PutPolicy", """{"documents":[{"path":"policy.yaml","text":""}],"expectedVersion":"latest"}""", "FIELD_INVALID", "expected_version" },
        { "RollbackPolicy", """{"expectedVersion":"0123456789abcdef"}""", "FIELD_REQUIRED", "version" },
        { "RollbackPolicy", """{"version":"0123456789abcdef","expectedVersion":"0123456789abcdef"}""", "NOT_FOUND", "" },
        { "ListPolicyVersions", """{"pageSize":-1}""", "FIELD_INVALID", "page_size" },
        { "ListPolicyVersions", """{"pageToken":"1"}""", "PAGE_TOKEN_INVALID", "page_token" },
        { "ReplayDecisions", """{"version":"0123456789abcdef","documents":[{"path":"policy.yaml"}]}""", "FIELD_INVALID", "version" },
        { "ReplayDecisions", """{"documents":[{"path":"policy.yaml","text":"tenant: acme\nlimitz: []\n"}]}""", "POLICY_INVALID", "" },
        { "ReplayDecisions", """{"pageToken":"AAAA"}""", "PAGE_TOKEN_INVALID", "page_token" },
        { "ListDecisions", """{"startTime":"2026-11-20T12:00:00Z","endTime":"2026-11-20T11:00:00Z"}""", "FIELD_INVALID", "end_time" },
        { "ListDecisions", """{"startTime":"2026-11-20T12:00:00Z","endTime":"2026-11-20T12:00:00Z"}""", "FIELD_INVALID", "end_time" },
        { "ListDecisions", """{"verdict":99}""", "ENUM_UNKNOWN", "verdict" },
        { "ListDecisions", """{"reason":99}""", "ENUM_UNKNOWN", "reason" },
        { "ListDecisions", """{"decisionId":"' OR 1=1 --"}""", "FIELD_INVALID", "decision_id" },
        { "ListDecisions", """{"pageSize":1001}""", "FIELD_INVALID", "page_size" },
        { "ListDecisions", """{"pageToken":"not base64 at all \u0000"}""", "PAGE_TOKEN_INVALID", "page_token" },
        { "ListInterventions", """{"historySize":-5}""", "FIELD_INVALID", "history_size" },
        { "ListInterventions", """{"verdict":99}""", "ENUM_UNKNOWN", "verdict" },
        { "GetUsage", """{"name":"no_such_budget"}""", "NOT_FOUND", "" },
        { "SetKillSwitch", "{}", "ENUM_UNKNOWN", "state" },
        { "SetKillSwitch", """{"state":9}""", "ENUM_UNKNOWN", "state" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task BadRequest_ExactReasonAndField(string rpc, string json, string reason, string field)
    {
        var method = MethodOf(rpc);
        var request = JsonParser.Default.Parse(json, method.InputType);

        var outcome = await RpcCall.RunAsync(_service, method, request, _service.AdminToken());

        outcome.Reason.ShouldBe(reason, outcome.Seen);
        outcome.Code.ShouldBe(reason == "NOT_FOUND" ? StatusCode.NotFound : StatusCode.InvalidArgument);
        outcome.Seen.ShouldContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(field)));
    }

    [Theory]
    [InlineData((1 << 20) + 1, "FIELD_INVALID")]
    [InlineData(5 << 20, "")]
    public async Task PutPolicy_Oversized_Refused(int length, string reason)
    {
        var request = new PutPolicyRequest { Documents = { AdminBench.Document(new string('#', length)) }, ExpectedVersion = await _service.VersionAsync() };

        var outcome = await RpcCall.RunAsync(_service, MethodOf("PutPolicy"), request, _service.AdminToken());

        outcome.Reason.ShouldBe(reason);
        outcome.Code.ShouldBe(reason.Length > 0 ? StatusCode.InvalidArgument : StatusCode.ResourceExhausted);
    }

    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("\0")]
    [InlineData("\"}\n{\"tenant\":\"acme\"")]
    [InlineData("😡%_*?")]
    public async Task ListDecisions_FiltersOfAnyText_FindNothing(string text)
    {
        var decided = await _service.WriteAsync("¿Dónde está mi pedido?", "m1");
        await _service.RecordedAsync(decided.Decision.DecisionId);
        foreach (var request in new ListDecisionsRequest[] { new() { SessionId = text }, new() { RunId = text }, new() { Tool = text } })
        {
            (await _service.Admin.ListDecisionsAsync(request, _service.AdminToken())).Decisions.ShouldBeEmpty();
        }
    }

    private static MethodDescriptor MethodOf(string rpc) => PolicyAdminReflection.Descriptor.Services[0].FindMethodByName(rpc);
}
