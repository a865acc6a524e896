using System.Net.Sockets;
using AiDesk.Agent.V1;
using AiDesk.Desk.ApprovalsTests.Outbox;
using AiDesk.Policy.V1;
using AiDesk.Postgres.Harness;
using AiDesk.Redis.Harness;
using AiDesk.Tests.Running;
using Grpc.Net.Client;

namespace AiDesk.SystemFaults.Services;

/// <summary>
/// Redis, PostgreSQL, the policy service and the agent service, each in processes of their own, a proxy on each link between them and in front of both
/// services, and the receivers of the desk's webhooks.
/// </summary>
internal sealed class WholeSystem : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly List<GrpcChannel> _channels = [];

    private WholeSystem()
    {
    }

    public RedisServer Redis { get; private set; } = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public ServiceProcess PolicyService { get; private set; } = null!;

    public ServiceProcess AgentService { get; private set; } = null!;

    public FaultProxy PolicyToRedis { get; private set; } = null!;

    public FaultProxy PolicyToPostgres { get; private set; } = null!;

    public FaultProxy AgentToPolicy { get; private set; } = null!;

    public FaultProxy AgentToPostgres { get; private set; } = null!;

    public FaultProxy CallersToPolicy { get; private set; } = null!;

    public FaultProxy ClientsToAgent { get; private set; } = null!;

    public SystemTokens Tokens { get; private set; } = null!;

    /// <summary>Takes whatever it is sent, as often as it is sent, before its deadline; it can be asked.</summary>
    public WebhookReceiver CopilotReceiver { get; private set; } = null!;

    /// <summary>Takes a key once.</summary>
    public WebhookReceiver AutopilotReceiver { get; private set; } = null!;

    /// <summary>Of the policy service's records, not through a proxy, as the superuser.</summary>
    public string RecordsDatabase { get; private set; } = "";

    /// <summary>Of the desk, the same.</summary>
    public string DeskDatabase { get; private set; } = "";

    public PolicyService.PolicyServiceClient Policy { get; private set; } = null!;

    public AgentService.AgentServiceClient Desk { get; private set; } = null!;

    public static async Task<WholeSystem> StartAsync()
    {
        var system = new WholeSystem();
        try
        {
            await system.StartStoresAsync();
            await system.StartServicesAsync();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Both `aidesk verify` commands, which ask the stores themselves; empty when both say that all holds, else what they print. The ledger is asked again for a
    /// while: commits that are on their way to PostgreSQL count as differences.
    /// </summary>
    public async Task<string> VerifyAsync()
    {
        var desk = AideskCommand.RunAsync("verify", "desk", "--postgres", DeskDatabase);
        var ledger = (Status: 0, Output: "");
        try
        {
            await Eventually.TrueAsync(async () => (ledger = await AideskCommand.RunAsync("verify", "ledger", "--redis", "redis://" + Redis.Address, "--postgres", RecordsDatabase)).Status == 0, "the ledger agrees");
        }
        catch (TimeoutException)
        {
            // Said below.
        }

        return string.Concat(new[] { await desk, ledger }.Where(said => said.Status != 0).Select(said => said.Output));
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        Tokens?.Dispose();
        _folder.Dispose();
    }

    private async Task StartStoresAsync()
    {
        // As operations.md advises where budgets are dear: what Redis acknowledged is on its disk.
        Redis = Kept(await RedisServer.StartAsync(new RedisServerOptions { Arguments = ["--appendonly", "yes", "--appendfsync", "everysec"] }));
        Postgres = Kept(await PostgresServer.StartAsync());
        RecordsDatabase = await Postgres.CreateDatabaseAsync();
        DeskDatabase = await Postgres.CreateDatabaseAsync();
        PolicyToRedis = Kept(new FaultProxy(Redis.Port));
        PolicyToPostgres = Kept(new FaultProxy(new UnixDomainSocketEndPoint(Postgres.SocketPath)));
        AgentToPostgres = Kept(new FaultProxy(new UnixDomainSocketEndPoint(Postgres.SocketPath)));
        CopilotReceiver = Kept(await WebhookReceiver.StartAsync(TimeProvider.System, oncePerKey: false));
        AutopilotReceiver = Kept(await WebhookReceiver.StartAsync(TimeProvider.System, oncePerKey: true));
    }

    private async Task StartServicesAsync()
    {
        SystemPolicies.Write(_folder);
        var policies = _folder.In("policies");
        PolicyService = Kept(new ServiceProcess(
            _folder.In("policy-service"),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["AIDESK_RECORDS_POSTGRES"] = Through(PolicyToPostgres, RecordsDatabase) },
            ["--policy-dir", policies, "--redis", "redis://" + PolicyToRedis.Address],
            "grpc"));
        CallersToPolicy = Kept(new FaultProxy(0));
        AgentToPolicy = Kept(new FaultProxy(0));
        PolicyService.Proxies.AddRange([CallersToPolicy, AgentToPolicy]);

        // The command brings a policy service of its own along, which nobody asks.
        AgentService = Kept(new ServiceProcess(
            _folder.In("agent-service"),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AIDESK_POSTGRES"] = Through(AgentToPostgres, DeskDatabase),
                ["AIDESK_DESK_POLICY_ADDRESS"] = "http://" + AgentToPolicy.Address,
                ["AIDESK_DESK_WEBHOOK_KEYS"] = $"{WebhookReceiver.KeyId}:{Convert.ToBase64String(WebhookReceiver.Secret)}",
            },
            ["--desk", "--desk-grpc", "127.0.0.1:0", "--desk-http", "127.0.0.1:0", "--policy-dir", policies],
            "desk_grpc"));
        ClientsToAgent = Kept(new FaultProxy(0));
        AgentService.Proxies.Add(ClientsToAgent);
        Tokens = new SystemTokens(PolicyService.StateFolder, AgentService.StateFolder);
        await Task.WhenAll(PolicyService.StartAsync(), AgentService.StartAsync());
        await SetUpAsync(SystemPolicies.Copilot, "copilot", "webhook_query", CopilotReceiver);
        await SetUpAsync(SystemPolicies.Autopilot, "autopilot", "webhook", AutopilotReceiver);
        Policy = new PolicyService.PolicyServiceClient(Channel(CallersToPolicy));
        Desk = new AgentService.AgentServiceClient(Channel(ClientsToAgent));
    }

    private async Task SetUpAsync(string tenant, string mode, string channel, WebhookReceiver receiver)
    {
        await PostgresServer.ExecuteAsync(DeskDatabase, $$$"""
            INSERT INTO desk.settings (tenant_id, mode, level, channels)
            VALUES ('{{{tenant}}}', '{{{mode}}}', 3, '{"web": {"kind": "{{{channel}}}", "url": "{{{receiver.Url}}}", "key_id": "{{{WebhookReceiver.KeyId}}}"}}');
            INSERT INTO desk.crm_settings (tenant_id, payment_link_base) VALUES ('{{{tenant}}}', 'https://shop.example/pay/');
            """);
    }

    private GrpcChannel Channel(FaultProxy proxy)
    {
        var channel = GrpcChannel.ForAddress("http://" + proxy.Address);
        _channels.Add(channel);
        return channel;
    }

    /// <summary>The settings that Npgsql has by itself: what an operator who changes nothing has.</summary>
    private static string Through(FaultProxy proxy, string database) =>
        new Npgsql.NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = proxy.Port,
            Database = new Npgsql.NpgsqlConnectionStringBuilder(database).Database,
            Username = "postgres",
            MaxPoolSize = 20,
        }.ConnectionString;

    private T Kept<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
