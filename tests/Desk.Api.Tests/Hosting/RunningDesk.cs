using AiDesk.Agent;
using AiDesk.Agent.Graph;
using AiDesk.Agent.V1;
using AiDesk.Desk.Harness;
using AiDesk.Postgres.Harness;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Desk.ApiTests.Hosting;

/// <summary>PostgreSQL, policy service and desk, all real, on free ports; one for a class of tests, which itself does to runs what the graph would.</summary>
public sealed class RunningDesk : IAsyncLifetime
{
    private PostgresServer _postgres = null!;
    private PolicyServer _policy = null!;
    private RunningAgentService _desk = null!;
    private GrpcChannel _channel = null!;

    internal CapturedLogs Logs { get; } = new();

    internal IServiceProvider Services => _desk.Services;

    /// <summary>The superuser's, whom no policy of rows binds.</summary>
    public string Superuser { get; private set; } = "";

    public HttpClient Http { get; private set; } = null!;

    internal CallInvoker Invoker => _channel.CreateCallInvoker();

    public AgentService.AgentServiceClient Agent => new(_channel);

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _policy = await PolicyServer.StartAsync();
        Superuser = await _postgres.CreateDatabaseAsync() + ";Command Timeout=30";
        _desk = await AgentServiceHost.StartAsync(
            new AgentServiceOptions
            {
                Development = true,
                HttpAddress = "127.0.0.1:0",
                GrpcAddress = "127.0.0.1:0",
                Postgres = Superuser,
                StateDirectory = _policy.StateDirectory,
                PolicyAddress = _policy.Address.OriginalString,
            },
            TimeProvider.System,
            services =>
            {
                services.Remove(services.Single(service => service.ImplementationType == typeof(GraphWorker)));
                services.AddSingleton<ILoggerProvider>(Logs);
            },
            CancellationToken.None);
        _channel = GrpcChannel.ForAddress(_desk.GrpcAddress);
        // A page without a session leads to the sign-in: tests look at where, not at what is there.
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _desk.HttpAddress };
    }

    public string Token(string tenant, string role, string person) => _policy.Token(tenant, role, person, "aidesk-desk");

    /// <summary>A call in the name of a person.</summary>
    public CallOptions As(string tenant, string role, string person) => new(new Metadata { { "authorization", "Bearer " + Token(tenant, role, person) } }, DateTime.UtcNow.AddSeconds(30));

    public async Task DisposeAsync()
    {
        Http.Dispose();
        _channel.Dispose();
        await _desk.DisposeAsync();
        await _policy.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}
