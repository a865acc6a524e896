using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit.Abstractions;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>
/// Every RPC of every service: who may call it, and that another tenant's id is to a caller what nobody's is, to the byte. The RPCs come from the protos, so
/// that a new one is asked for its row.
/// </summary>
public sealed class AccessMatrixTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Other = "beta";

    private static readonly PrincipalRoles[] Roles = [PrincipalRoles.Customer, PrincipalRoles.Agent, PrincipalRoles.Approver, PrincipalRoles.Admin, PrincipalRoles.Service];

    private static readonly string OtherPolicy = AdminBench.Captured.Replace("tenant: acme", "tenant: beta", StringComparison.Ordinal)
        .Replace("name: per_user,", "name: theirs_only,", StringComparison.Ordinal);

    private RunningService _service = null!;

    public async Task InitializeAsync() =>
        _service = await RunningService.StartAsync(AdminBench.Captured, new StandingClock(), AdminBench.InStore, (Other, OtherPolicy));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task EveryRpc_OwnAnothersRandomNoTokenWrongRole_AsTheMatrixSays()
    {
        var theirs = await TenantThings.MakeAsync(_service, Other, OtherPolicy);
        var own = await TenantThings.MakeAsync(_service, RunningService.Tenant, AdminBench.Captured);
        var rows = AccessRows.Of(theirs, own);
        ServiceDescriptor[] services = [.. PolicyServiceReflection.Descriptor.Services, .. PolicyAdminReflection.Descriptor.Services];
        var rpcs = services.SelectMany(service => service.Methods).ToDictionary(rpc => $"{rpc.Service.Name}/{rpc.Name}", StringComparer.Ordinal);

        rows.Keys.Order(StringComparer.Ordinal).ShouldBe(rpcs.Keys.Order(StringComparer.Ordinal), "every RPC has its row");
        output.WriteLine("| RPC | own | another's id | random id | no token | wrong role |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var (name, row) in rows)
        {
            await CheckAsync(name, rpcs[name], row);
        }
    }

    private async Task CheckAsync(string name, MethodDescriptor rpc, AccessRow row)
    {
        var right = _service.Token(Roles.First(role => (role & row.Roles) != 0), subject: "ada");
        var missing = await RpcCall.RunAsync(_service, rpc, row.Ask(""), []);
        missing.Code.ShouldBe(StatusCode.Unauthenticated, name);
        missing.Reason.ShouldBe("TOKEN_MISSING", name);
        foreach (var role in Roles.Where(role => (role & row.Roles) == 0))
        {
            var refused = await RpcCall.RunAsync(_service, rpc, row.Ask(""), _service.Token(role, subject: "ada"));
            refused.Code.ShouldBe(StatusCode.PermissionDenied, $"{name} as {role}");
            refused.Reason.ShouldBe("ROLE_REQUIRED", name);
        }

        var (another, random) = ("none", "none");
        foreach (var (theirs, nobody) in row.Ids)
        {
            var first = await RpcCall.RunAsync(_service, rpc, row.Ask(theirs), right);
            var second = await RpcCall.RunAsync(_service, rpc, row.Ask(nobody), right);
            first.ShouldBe(second, $"{name}: another tenant's id must be to a caller what nobody's is");
            (another, random) = (Shown(first), Shown(second));
        }

        var own = await RpcCall.RunAsync(_service, rpc, row.Ask(""), right);
        own.Code.ShouldBe(StatusCode.OK, $"{name}: {own.Reason}");
        output.WriteLine($"| {name} | {Shown(own)} | {another} | {random} | {missing.Reason} | {"ROLE_REQUIRED"} |");
    }

    private static string Shown(RpcOutcome outcome) => outcome.Code == StatusCode.OK ? "OK" : outcome.Reason;
}
