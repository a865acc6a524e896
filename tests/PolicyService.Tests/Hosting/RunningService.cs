using AiDesk.Policy.Service.Security;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>A real service on free loopback ports with a policy and a state folder of its own, and a real client.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    public const string Tenant = "acme";

    private readonly RunningPolicyService _service;
    private readonly GrpcChannel _channel;
    private readonly DevelopmentKey _key;

    private RunningService(RunningPolicyService service, string folder)
    {
        _service = service;
        Folder = folder;
        _channel = GrpcChannel.ForAddress(service.GrpcAddress);
        _key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(Path.Combine(folder, "state")));
        Client = new PolicyService.PolicyServiceClient(_channel);
    }

    public string Folder { get; }

    public Uri HttpAddress => _service.HttpAddress;

    public PolicyService.PolicyServiceClient Client { get; }

    public CallInvoker Invoker => _channel.CreateCallInvoker();

    public static async Task<RunningService> StartAsync(string policy)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies", Tenant));
        await File.WriteAllTextAsync(Path.Combine(folder, "policies", Tenant, "policy.yaml"), policy);
        var service = await PolicyServiceHost.StartAsync(OptionsIn(folder), CancellationToken.None);
        return new RunningService(service, folder);
    }

    public static PolicyServiceOptions OptionsIn(string folder) => new()
    {
        GrpcAddress = "127.0.0.1:0",
        HttpAddress = "127.0.0.1:0",
        PolicyDirectory = Path.Combine(folder, "policies"),
        StateDirectory = Path.Combine(folder, "state"),
    };

    public Metadata Token(PrincipalRoles roles = PrincipalRoles.Service, string tenant = Tenant, string subject = "runtime") =>
        new() { { "authorization", "Bearer " + new TokenMinter(_key, TimeProvider.System).Mint(new TokenRequest { Tenant = tenant, Roles = roles, Subject = subject }) } };

    public static CallContext Context(string session = "s1", string run = "r1", Mode mode = Mode.Autopilot) =>
        new() { SessionId = session, RunId = run, Mode = mode, UserId = "u-1", ClientIp = "203.0.113.9" };

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _key.Dispose();
        await _service.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
