using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>What the tests of PolicyAdminService ask of a running service.</summary>
internal static class AdminBench
{
    /// <summary>The desk of the other tests, with everything captured.</summary>
    public const string Captured = TestPolicies.Desk + "\nrecords: { capture: all }\n";

    public static PolicyServiceOptions InStore(PolicyServiceOptions options) => options with { PolicySource = PolicySourceKind.Store };

    public static PolicyDocument Document(string text, string path = "policy.yaml") => new() { Path = path, Text = text };

    public static async Task<string> VersionAsync(this RunningService service) => (await service.Admin.GetPolicyAsync(new GetPolicyRequest(), service.AdminToken())).Version;

    public static async Task<PutPolicyResponse> PutAsync(this RunningService service, string text, string? expected = null, string note = "") =>
        await service.Admin.PutPolicyAsync(
            new PutPolicyRequest { Documents = { Document(text) }, ExpectedVersion = expected ?? await service.VersionAsync(), Note = note }, service.AdminToken());

    public static async Task<CheckInputResponse> WriteAsync(this RunningService service, string text, string message, string session = "s1", string tenant = RunningService.Tenant) =>
        await service.Client.CheckInputAsync(
            new CheckInputRequest { Context = RunningService.Context(session), Message = new InputMessage { MessageId = message, Text = text, Author = MessageAuthor.Customer } },
            service.Token(tenant: tenant));

    public static async Task<CheckToolCallResponse> CallAsync(
        this RunningService service, string tool, string arguments, string call, string run = "r1", string tenant = RunningService.Tenant) =>
        await service.Client.CheckToolCallAsync(
            new CheckToolCallRequest { Context = RunningService.Context(run: run), CallId = call, Tool = tool, ArgumentsJson = arguments }, service.Token(tenant: tenant));
}
