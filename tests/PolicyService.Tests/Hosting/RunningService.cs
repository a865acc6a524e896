using System.Text.Json;
using AiDesk.Identity;
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
    private readonly TimeProvider _clock;
    private bool _stopped;

    private RunningService(RunningPolicyService service, string folder, TimeProvider clock)
    {
        _service = service;
        _clock = clock;
        Folder = folder;
        _channel = GrpcChannel.ForAddress(service.GrpcAddress);
        _key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(Path.Combine(folder, "state")));
        Client = new PolicyService.PolicyServiceClient(_channel);
        Admin = new PolicyAdminService.PolicyAdminServiceClient(_channel);
    }

    public string Folder { get; }

    public Uri HttpAddress => _service.HttpAddress;

    public Uri GrpcAddress => _service.GrpcAddress;

    public PolicyService.PolicyServiceClient Client { get; }

    public PolicyAdminService.PolicyAdminServiceClient Admin { get; }

    public CallInvoker Invoker => _channel.CreateCallInvoker();

    /// <summary>What the host is made of, for what no RPC reaches.</summary>
    public IServiceProvider Services => _service.Services;

    /// <param name="policy">Of <see cref="Tenant"/>.</param>
    /// <param name="clock">Null for the system's.</param>
    /// <param name="settings">What is otherwise than in <see cref="OptionsIn"/>.</param>
    /// <param name="others">Further tenants.</param>
    public static Task<RunningService> StartAsync(
        string policy, TimeProvider? clock = null, Func<PolicyServiceOptions, PolicyServiceOptions>? settings = null, params (string Tenant, string Policy)[] others) =>
        StartAsync([.. others, (Tenant, policy)], settings ?? (options => options), null, clock);

    /// <summary>The same with the policies of several tenants, other settings, and other services in place of some.</summary>
    public static async Task<RunningService> StartAsync(
        IEnumerable<(string Tenant, string Policy)> policies,
        Func<PolicyServiceOptions, PolicyServiceOptions> settings,
        Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? replace = null,
        TimeProvider? clock = null)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-test-").FullName;
        foreach (var (tenant, policy) in policies)
        {
            Directory.CreateDirectory(Path.Combine(folder, "policies", tenant));
            await File.WriteAllTextAsync(Path.Combine(folder, "policies", tenant, "policy.yaml"), policy);
        }

        return await StartInAsync(settings(OptionsIn(folder)), folder, clock ?? TimeProvider.System, replace);
    }

    /// <summary>Ends this one and starts another on the same folder, with other settings if need be.</summary>
    public async Task<RunningService> RestartAsync(Func<PolicyServiceOptions, PolicyServiceOptions>? settings = null)
    {
        await StopAsync();
        var options = OptionsIn(Folder);
        return await StartInAsync(settings is null ? options : settings(options), Folder, _clock);
    }

    /// <summary>Ends it: everything is written, the folder stays.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            _channel.Dispose();
            _key.Dispose();
            await _service.StopAsync(CancellationToken.None);
            await _service.DisposeAsync();
        }
    }

    /// <summary>The records of one type, in order. Ends the service, so that all of them are there.</summary>
    public async Task<IReadOnlyList<JsonElement>> RecordsAsync(string type)
    {
        await StopAsync();
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, "state", "records", "records.jsonl"));
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("type").GetString() == type)];
    }

    public static PolicyServiceOptions OptionsIn(string folder) => new()
    {
        GrpcAddress = "127.0.0.1:0",
        HttpAddress = "127.0.0.1:0",
        PolicyDirectory = Path.Combine(folder, "policies"),
        StateDirectory = Path.Combine(folder, "state"),
    };

    /// <summary>Its own end, for what a test sees meanwhile.</summary>
    public Task EndAsync(CancellationToken hurry) => _service.StopAsync(hurry);

    public Metadata Token(PrincipalRoles roles = PrincipalRoles.Service, string tenant = Tenant, string subject = "runtime") =>
        new() { { "authorization", "Bearer " + new TokenMinter(_key, _clock).Mint(new TokenRequest { Tenant = tenant, Roles = roles, Subject = subject }) } };

    public static CallContext Context(string session = "s1", string run = "r1", Mode mode = Mode.Autopilot) =>
        new() { SessionId = session, RunId = run, Mode = mode, UserId = "u-1", ClientIp = "203.0.113.9" };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<RunningService> StartInAsync(
        PolicyServiceOptions options, string folder, TimeProvider clock, Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? replace = null) =>
        new(await PolicyServiceHost.StartAsync(options, clock, replace, CancellationToken.None), folder, clock);
}
