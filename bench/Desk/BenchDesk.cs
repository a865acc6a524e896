using System.Globalization;
using System.Text.RegularExpressions;
using AiDesk.Agent;
using AiDesk.Agent.V1;
using AiDesk.Desk.Harness;
using AiDesk.Postgres.Harness;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace AiDesk.Bench.Desk;

/// <summary>Policy service, desk and PostgreSQL with the demo tenants, whose limits are so wide that they are not what is measured.</summary>
internal sealed partial class BenchDesk : IAsyncDisposable
{
    public const string Tenant = "tienda-alba";
    private const string Question = "Hola, ¿dónde está mi pedido ORD-100200?";

    private readonly PostgresServer _postgres;
    private readonly PolicyServer _policy;
    private readonly RunningAgentService _desk;
    private readonly GrpcChannel _channel;
    private readonly NpgsqlDataSource _database;
    private int _posted;

    private BenchDesk(PostgresServer postgres, string database, PolicyServer policy, RunningAgentService desk)
    {
        _postgres = postgres;
        _policy = policy;
        _desk = desk;
        _channel = GrpcChannel.ForAddress(desk.GrpcAddress);
        Client = new AgentService.AgentServiceClient(_channel);
        _database = NpgsqlDataSource.Create(database);
    }

    public AgentService.AgentServiceClient Client { get; }

    public static async Task<BenchDesk> StartAsync()
    {
        var postgres = await PostgresServer.StartAsync(durable: true);
        var database = await postgres.CreateDatabaseAsync() + ";Command Timeout=60;Maximum Pool Size=40";
        var policy = await PolicyServer.StartAsync(Widen);
        var desk = await AgentServiceHost.StartAsync(
            new AgentServiceOptions
            {
                Development = true,
                HttpAddress = "127.0.0.1:0",
                GrpcAddress = "127.0.0.1:0",
                Postgres = database,
                StateDirectory = policy.StateDirectory,
                PolicyAddress = policy.Address.OriginalString,
            },
            CancellationToken.None);
        await desk.SeedDemoAsync(CancellationToken.None);
        return new BenchDesk(postgres, database, policy, desk);
    }

    public async Task WarmUpAsync(int runs)
    {
        for (var run = 0; run < runs; run++)
        {
            await PostAsync();
        }

        await IdleAsync();
    }

    /// <summary>A customer asks in a new conversation, what was not asked before; the run.</summary>
    public async Task<string> PostAsync() =>
        (await Client.PostMessageAsync(new PostMessageRequest { Text = string.Create(CultureInfo.InvariantCulture, $"{Question} Consulta {Interlocked.Increment(ref _posted)}."), RequestId = Guid.NewGuid().ToString(), Locale = "es" }, As("customer", "marta"))).RunId;

    public CallOptions As(string role, string person) =>
        new(new Metadata { { "authorization", "Bearer " + _policy.Token(Tenant, role, person, "aidesk-desk") } }, DateTime.UtcNow.AddMinutes(1));

    /// <summary>No run is being worked on, and nothing waits to be sent.</summary>
    public async Task IdleAsync()
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await ScalarAsync<long>("SELECT count(*) FROM desk.runs WHERE run_state IN ('running', 'approved')") > 0)
        {
            await beat.WaitForNextTickAsync();
        }
    }

    public async Task<T> ScalarAsync<T>(string statement)
    {
        await using var command = _database.CreateCommand(statement);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _channel.Dispose();
        await _desk.DisposeAsync();
        await _policy.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static void Widen(string policies)
    {
        foreach (var file in Directory.EnumerateFiles(policies, "*.yaml", SearchOption.AllDirectories))
        {
            File.WriteAllText(file, Burst().Replace(Cap().Replace(Rate().Replace(File.ReadAllText(file), "rate: 1000000/"), "cap: 2000000000"), "burst: 100000"));
        }
    }

    [GeneratedRegex("rate: [0-9]+/", RegexOptions.NonBacktracking)]
    private static partial Regex Rate();

    [GeneratedRegex("cap: [0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Cap();

    [GeneratedRegex("burst: [0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Burst();
}
