using System.Net;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Policy.Service.RecordsTests.Hosting;

/// <summary>The whole service with its records in PostgreSQL, on free ports, and a client.</summary>
internal sealed class ServiceOnPostgres : IAsyncDisposable
{
    private const string Tenant = "acme";
    private const string PolicyText = """
        tenant: acme
        sector: retail
        locale: es
        time_zone: Europe/Madrid
        input: { max_chars: 200 }
        """;

    private readonly RunningPolicyService _service;
    private readonly GrpcChannel _channel;
    private readonly PolicyService.PolicyServiceClient _client;
    private readonly Metadata _headers;
    private readonly HttpClient _http = new();

    private ServiceOnPostgres(RunningPolicyService service, string folder)
    {
        _service = service;
        _channel = GrpcChannel.ForAddress(service.GrpcAddress);
        _client = new PolicyService.PolicyServiceClient(_channel);
        using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(Path.Combine(folder, "state")));
        var token = new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest { Tenant = Tenant, Roles = PrincipalRoles.Service, Subject = "runtime" });
        _headers = new Metadata { { "authorization", "Bearer " + token } };
    }

    public IServiceProvider Services => _service.Services;

    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-postgres-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies", Tenant));
        File.WriteAllText(Path.Combine(folder, "policies", Tenant, "policy.yaml"), PolicyText);
        return folder;
    }

    public static async Task<ServiceOnPostgres> StartAsync(string folder, string database, int journalMegabytes = 16) => new(
        await PolicyServiceHost.StartAsync(
            new PolicyServiceOptions
            {
                GrpcAddress = "127.0.0.1:0",
                HttpAddress = "127.0.0.1:0",
                PolicyDirectory = Path.Combine(folder, "policies"),
                StateDirectory = Path.Combine(folder, "state"),
                RecordsPostgres = database,
                JournalMegabytes = journalMegabytes,
            },
            CancellationToken.None),
        folder);

    public async Task<Decision> SayAsync(string text) => (await _client.CheckInputAsync(
        new CheckInputRequest
        {
            Context = new CallContext { SessionId = "s1", UserId = "u1", Mode = Mode.Copilot },
            Message = new InputMessage { MessageId = Guid.NewGuid().ToString(), Author = MessageAuthor.Customer, Text = text },
        },
        _headers)).Decision;

    public async Task<(HttpStatusCode Status, string Text)> ReadinessAsync()
    {
        using var answer = await _http.GetAsync(new Uri(_service.HttpAddress, "readyz"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _channel.Dispose();
        await _service.DisposeAsync();
    }
}
