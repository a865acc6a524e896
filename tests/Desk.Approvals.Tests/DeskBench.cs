using AiDesk.Agent.Approvals;
using AiDesk.Agent.Outbox;
using AiDesk.Agent.Outbox.Channels;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Agent.Verification;
using AiDesk.Desk.Harness;
using AiDesk.Identity;
using Dapper;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApprovalsTests;

/// <summary>Runs, approvals and sending over a database of their own, put together as the host does it; background services stand still unless a test runs them.</summary>
internal sealed class DeskBench : IAsyncDisposable
{
    public const string Tenant = "tienda-alba";

    private readonly ServiceProvider _services;

    private DeskBench(string connection, TestClock clock, ServiceProvider services)
    {
        ConnectionString = connection;
        Clock = clock;
        _services = services;
    }

    public string ConnectionString { get; }

    public TestClock Clock { get; }

    public DeskDatabase Database => Get<DeskDatabase>();

    public IRunWork Work => Get<IRunWork>();

    /// <param name="desk">The project's PostgreSQL.</param>
    /// <param name="policy">Asked where policy is; null when it is not.</param>
    /// <param name="options">Times and counts.</param>
    /// <param name="webhooks">Keys of channels.</param>
    /// <param name="connection">An existing database instead of a fresh one.</param>
    public static async Task<DeskBench> StartAsync(DeskFixture desk, PolicyServer? policy = null, DeskRunsOptions? options = null, WebhookOptions? webhooks = null, string? connection = null)
    {
        var text = connection ?? await desk.Server.CreateDatabaseAsync() + ";Timeout=60;Command Timeout=60;Include Error Detail=true";
        var clock = new TestClock();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(_ => new DeskDatabase(text));
        services.AddSingleton<IPolicyTokens>(new TestPolicyTokens(policy));
        services.AddSingleton(provider => new PolicyConnection(GrpcChannel.ForAddress(policy?.Address ?? new Uri("http://127.0.0.1:9")), provider.GetRequiredService<IPolicyTokens>(), TimeProvider.System));
        services.AddDeskRuns(options, webhooks);
        services.AddSingleton<OutboxDispatcher>();
        services.AddSingleton<DeskReapers>();
        var bench = new DeskBench(text, clock, services.BuildServiceProvider());
        await bench.Database.MigrateAsync(CancellationToken.None);
        return bench;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static DeskCaller Customer(string person = "cust-1", string tenant = Tenant) => new(tenant, person, "Customer " + person, PrincipalRoles.Customer, "s-" + person, "127.0.0.1");

    public static DeskCaller Approver(string person = "ana", string tenant = Tenant) => new(tenant, person, person, PrincipalRoles.Approver, "s-" + person, "127.0.0.1");

    public static DeskCaller Colleague(string person = "carl", string tenant = Tenant) => new(tenant, person, person, PrincipalRoles.Agent, "s-" + person, "127.0.0.1");

    public Task<PostedMessage> PostAsync(DeskCaller caller, string text, Guid? conversation = null, string? request = null, string contact = "") =>
        Get<Conversations>().PostAsync(caller, new NewMessage(conversation, text, request ?? Guid.NewGuid().ToString(), "en", contact), CancellationToken.None);

    /// <summary>A customer's message whose run waits with this draft.</summary>
    public async Task<DraftAtHand> DraftAsync(string text = "We ship within two days.", Guid? conversation = null, bool goesOut = false, DeskCaller? customer = null)
    {
        var posted = await PostAsync(customer ?? Customer(), "When does it ship?", conversation);
        var run = await ClaimAsync(posted.RunId!.Value);
        var input = await Work.LoadAsync(run, CancellationToken.None);
        await Work.ProposeAsync(run, Draft(text, input.ConversationVersion, goesOut), CancellationToken.None);
        return new DraftAtHand(run.RunId, posted.ConversationId, TextHash.Of(text), input.ConversationVersion);
    }

    /// <summary>Claims until it is that one; the others stay claimed.</summary>
    public async Task<ClaimedRun> ClaimAsync(Guid run)
    {
        while (true)
        {
            var claimed = (await Work.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
            if (claimed.RunId == run)
            {
                return claimed;
            }
        }
    }

    public static ProposedDraft Draft(string text, long version, bool goesOut = false) => new()
    {
        Text = text,
        Intent = "shipping",
        ConversationVersion = version,
        GoesOut = goesOut,
        ToolDecision = Guid.CreateVersion7(),
        OutputDecision = Guid.CreateVersion7(),
        ApprovalType = "standard",
        Reason = "COPILOT_REVIEW",
        Risk = "low",
        Findings = [],
    };

    public Task<Receipt> ApproveAsync(DraftAtHand draft, DeskCaller? caller = null, string? edited = null)
    {
        var request = new ApproveRunRequest { RunId = draft.Run.ToString(), DraftHash = draft.Hash, ConversationVersion = draft.Version };
        if (edited is not null)
        {
            request.EditedText = edited;
        }

        return Get<DraftApprovals>().ApproveAsync(caller ?? Approver(), request, CancellationToken.None);
    }

    public Task<Receipt> RejectAsync(DraftAtHand draft, DeskCaller? caller = null, RejectReason reason = RejectReason.Tone, string note = "") =>
        Get<DraftApprovals>().RejectAsync(caller ?? Approver(), new RejectRunRequest { RunId = draft.Run.ToString(), DraftHash = draft.Hash, Reason = reason, Note = note }, CancellationToken.None);

    public Task<int> DispatchAsync() => Get<OutboxDispatcher>().DispatchAsync(CancellationToken.None);

    public Task<int> ReapAsync() => Get<DeskReapers>().ReapAsync(CancellationToken.None);

    public async Task<RunState> StateAsync(Guid run) => RunMoves.Parse((await ScalarAsync<string>("SELECT run_state FROM desk.runs WHERE run_id = @run", new { run }))!);

    public Task<long> MessagesOfAsync(Guid run) => ScalarAsync<long>("SELECT count(*) FROM desk.messages WHERE run_id = @run AND author = 'bot'", new { run })!;

    /// <summary>As the superuser, whom nothing binds.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, object? arguments = null)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        return await connection.ExecuteScalarAsync<T>(sql, arguments);
    }

    /// <summary>Every invariant holds.</summary>
    public async Task VerifyAsync()
    {
        var findings = await new DeskRecount(Database, Get<DeskRunsOptions>(), Clock).RunAsync(CancellationToken.None);
        findings.SelectMany(finding => finding.Problems.Select(problem => $"{finding.Name}: {problem}")).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
    }
}

/// <summary>A draft as a person sees it.</summary>
internal sealed record DraftAtHand(Guid Run, Guid Conversation, string Hash, long Version);
