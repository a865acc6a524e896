using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Policy.Service.RedisFaults.Hosting;

/// <summary>The whole service on a Redis, on free ports, and a client.</summary>
internal sealed class ServiceOnRedis : IAsyncDisposable
{
    private const string Tenant = "acme";

    private const string PolicyText = """
        tenant: acme
        sector: retail
        locale: es
        time_zone: Europe/Madrid
        strikes: { per: session_id, block_at: 2 }
        limits: [{ name: calls, per: user_id, rate: 3/1h }]
        tools:
          get_order: { level: 1, kind: analyze, risk: low, side_effect: none, output: { id: string } }
          notify: { level: 1, kind: communication, risk: low, side_effect: external }
        """;

    private readonly RunningPolicyService _service;
    private readonly GrpcChannel _channel;
    private readonly PolicyService.PolicyServiceClient _client;
    private readonly Metadata _headers;
    private readonly HttpClient _http = new();

    private ServiceOnRedis(RunningPolicyService service, string folder)
    {
        _service = service;
        _channel = GrpcChannel.ForAddress(service.GrpcAddress);
        _client = new PolicyService.PolicyServiceClient(_channel);
        using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(Path.Combine(folder, "state")));
        var token = new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest { Tenant = Tenant, Roles = PrincipalRoles.Service, Subject = "runtime" });
        _headers = new Metadata { { "authorization", "Bearer " + token } };
    }

    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-redis-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies", Tenant));
        File.WriteAllText(Path.Combine(folder, "policies", Tenant, "policy.yaml"), PolicyText);
        return folder;
    }

    public static async Task<ServiceOnRedis> StartAsync(string folder, Counters.Redis.RedisOptions redis)
    {
        var options = new PolicyServiceOptions
        {
            GrpcAddress = "127.0.0.1:0",
            HttpAddress = "127.0.0.1:0",
            PolicyDirectory = Path.Combine(folder, "policies"),
            StateDirectory = Path.Combine(folder, "state"),
            Redis = redis,
        };
        return new ServiceOnRedis(await PolicyServiceHost.StartAsync(options, CancellationToken.None), folder);
    }

    public async Task<CheckInputResponse> SayAsync(string text, string session = "s1", Mode mode = Mode.Copilot, string user = "u1") => await _client.CheckInputAsync(
        new CheckInputRequest
        {
            Context = new CallContext { SessionId = session, UserId = user, Mode = mode },
            Message = new InputMessage { MessageId = Guid.NewGuid().ToString(), Author = MessageAuthor.Customer, Text = text },
        },
        _headers);

    public async Task<Decision> CallAsync(string tool, Mode mode = Mode.Copilot, string run = "r1") => (await _client.CheckToolCallAsync(
        new CheckToolCallRequest { Context = new CallContext { SessionId = "s1", RunId = run, Mode = mode }, CallId = Guid.NewGuid().ToString(), Tool = tool, ArgumentsJson = "{}" },
        _headers)).Decision;

    public Task<string> ReadinessAsync() => _http.GetStringAsync(new Uri(_service.HttpAddress, "readyz"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _channel.Dispose();
        await _service.DisposeAsync();
    }
}
