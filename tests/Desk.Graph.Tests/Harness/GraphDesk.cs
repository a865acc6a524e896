using AiDesk.Agent.Approvals;
using AiDesk.Agent.Graph;
using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Models;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Grpc.Net.Client;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>A desk with the graph in it: a database of its own, the real policy service, and a model whose prompts are kept.</summary>
internal sealed class GraphDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private GraphDesk(DeskDatabase database, ServiceProvider services, RecordingChatClient model)
    {
        Database = database;
        _services = services;
        Model = model;
    }

    public DeskDatabase Database { get; }

    public RecordingChatClient Model { get; }

    public IRunWork Work => _services.GetRequiredService<IRunWork>();

    public RunGraph Graph => _services.GetRequiredService<RunGraph>();

    public IServiceProvider Services => _services;

    /// <summary>The same graph over other storage of runs.</summary>
    public RunGraph GraphWith(IRunWork work) => ActivatorUtilities.CreateInstance<RunGraph>(_services, work);

    /// <param name="fixture">The servers.</param>
    /// <param name="model">Null takes the scripted model.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="policy">Where policy is; null takes the fixture's.</param>
    /// <param name="knowledge">Null for none.</param>
    /// <param name="runs">Null takes the defaults.</param>
    public static async Task<GraphDesk> StartAsync(GraphFixture fixture, IChatClient? model = null, GraphOptions? options = null, Uri? policy = null, IKnowledgeSearch? knowledge = null, DeskRunsOptions? runs = null)
    {
        var database = await fixture.CreateAsync();
        var recording = new RecordingChatClient(model ?? new ScriptedChatClient(ModelScript.Desk));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        if (knowledge is ICitedText cited)
        {
            services.AddSingleton(cited);
        }

        services.AddDeskRuns(runs);
        services.AddSingleton(new PolicyConnection(GrpcChannel.ForAddress(policy ?? fixture.Policy.Address), new TestTokens(fixture.Policy), TimeProvider.System));
        services.AddSingleton<IChatClient>(recording);
        if (knowledge is not null)
        {
            services.AddSingleton(knowledge);
        }

        services.AddDeskGraph(options ?? new GraphOptions());
        var desk = new GraphDesk(database, services.BuildServiceProvider(), recording);
        foreach (var tenant in new[] { CrmSeed.Shop, CrmSeed.Payments })
        {
            await using var unit = await database.BeginAsync(tenant, CancellationToken.None);
            await CrmSeed.ApplyAsync(unit, CancellationToken.None);
            await unit.ExecuteAsync("INSERT INTO desk.people (tenant_id, person_id, name) VALUES (@tenant, 'ana', 'Ana')", null, CancellationToken.None);
            await unit.CommitAsync(CancellationToken.None);
        }

        return desk;
    }

    /// <summary>How a tenant's new runs work.</summary>
    public async Task SetAsync(string tenant, string mode, int level)
    {
        await using var unit = await Database.BeginAsync(tenant, CancellationToken.None);
        await unit.ExecuteAsync(
            """
            INSERT INTO desk.settings (tenant_id, mode, level, locale, business) VALUES (@tenant, @mode, @level, 'en', 'Alba')
            ON CONFLICT (tenant_id) DO UPDATE SET mode = @mode, level = @level
            """,
            new { mode, level },
            CancellationToken.None);
        await unit.CommitAsync(CancellationToken.None);
    }

    /// <summary>A customer's message; each with a session of its own unless one is given.</summary>
    public Task<PostedMessage> PostAsync(string tenant, string person, string text, Guid? conversation = null, string locale = "", string? session = null) =>
        _services.GetRequiredService<Conversations>().PostAsync(
            new DeskCaller(tenant, person, person, PrincipalRoles.Customer, session ?? Guid.NewGuid().ToString("N"), ""),
            new NewMessage(conversation, text, Guid.NewGuid().ToString("N"), locale, ""),
            CancellationToken.None);

    public Task<PostedMessage> PostAsStaffAsync(string tenant, Guid conversation, string text) => _services.GetRequiredService<Conversations>().PostAsync(
        new DeskCaller(tenant, "ana", "Ana", PrincipalRoles.Agent, "staff", ""), new NewMessage(conversation, text, Guid.NewGuid().ToString("N"), "", ""), CancellationToken.None);

    /// <summary>Works on what is there until nothing is; answers how many runs.</summary>
    public async Task<int> RunAsync()
    {
        var count = 0;
        while (await Work.ClaimAsync(CancellationToken.None) is { } run)
        {
            await Graph.ProcessAsync(run, CancellationToken.None);
            count++;
        }

        return count;
    }

    /// <summary>As if its worker had died a while ago.</summary>
    public async Task EndLeaseAsync(string tenant, Guid run)
    {
        await using var unit = await Database.BeginAsync(tenant, CancellationToken.None);
        await unit.ExecuteAsync("UPDATE desk.runs SET lease_until = now() - interval '1 second' WHERE tenant_id = @tenant AND run_id = @run", new { run }, CancellationToken.None);
        await unit.CommitAsync(CancellationToken.None);
    }

    /// <summary>Posts and works; answers the run as it stands then.</summary>
    public async Task<RunSnapshot> AskAsync(string tenant, string person, string text, string locale = "")
    {
        var posted = await PostAsync(tenant, person, text, locale: locale);
        await RunAsync();
        return await RunSnapshot.ReadAsync(this, tenant, posted.RunId!.Value);
    }

    /// <summary>A person's word on the run's held call; another person each time.</summary>
    public async Task<ResolveToolCallResponse> ResolveAsync(string tenant, Guid run, string person, bool approve = true)
    {
        var approval = await ReadAsync<Guid>(tenant, "SELECT approval_id FROM desk.approvals WHERE tenant_id = @tenant AND run_id = @run AND kind = 'tool_call' AND state = 'pending_review'", new { run });
        return await _services.GetRequiredService<ToolCallApprovals>().ResolveAsync(
            new DeskCaller(tenant, person, person, PrincipalRoles.Approver, "staff", ""),
            new ResolveToolCallRequest { ApprovalId = approval.ToString(), Resolution = approve ? ToolCallResolution.Approve : ToolCallResolution.Refuse },
            CancellationToken.None);
    }

    public async Task<T?> ReadAsync<T>(string tenant, string sql, object? arguments = null)
    {
        await using var unit = await Database.BeginAsync(tenant, CancellationToken.None);
        return await unit.FirstAsync<T>(sql, arguments, CancellationToken.None);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string tenant, string sql, object? arguments = null)
    {
        await using var unit = await Database.BeginAsync(tenant, CancellationToken.None);
        return await unit.QueryAsync<T>(sql, arguments, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
