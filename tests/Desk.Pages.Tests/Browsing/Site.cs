using AiDesk.Agent;
using AiDesk.Agent.V1;
using AiDesk.Desk.Harness;
using AiDesk.Postgres.Harness;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Browsing;

/// <summary>PostgreSQL, policy service, desk with its graph and demo data, and one browser, all real, on free ports: one for every test of pages.</summary>
public sealed class Site : IAsyncLifetime
{
    public const string Shop = "tienda-alba";
    public const string Payments = "harbour-pay";

    private PostgresServer _postgres = null!;
    private PolicyServer _policy = null!;
    private RunningAgentService _desk = null!;
    private GrpcChannel _channel = null!;
    private IPlaywright _playwright = null!;

    public Uri Address => _desk.HttpAddress;

    /// <summary>The superuser's, whom no policy of rows binds.</summary>
    public string Superuser { get; private set; } = "";

    public IBrowser Browser { get; private set; } = null!;

    public AgentService.AgentServiceClient Agent => new(_channel);

    internal IServiceProvider Services => _desk.Services;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        // What the shop's decisions were about is kept, so that a candidate policy can be replayed against them.
        _policy = await PolicyServer.StartAsync(policies => File.AppendAllText(Path.Combine(policies, Shop, "policy.yaml"), "\nrecords: { capture: all }\n"));
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
            CancellationToken.None);
        await _desk.SeedDemoAsync(CancellationToken.None);
        _channel = GrpcChannel.ForAddress(_desk.GrpcAddress);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("AIDESK_TEST_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public string Token(string tenant, string role, string person) => _policy.Token(tenant, role, person, "aidesk-desk");

    /// <summary>A call of the desk in the name of a person.</summary>
    public CallOptions As(string tenant, string role, string person) => new(new Metadata { { "authorization", "Bearer " + Token(tenant, role, person) } }, DateTime.UtcNow.AddSeconds(30));

    /// <summary>A fresh browser profile with that person signed in.</summary>
    /// <param name="tenant">As <see cref="Shop"/>.</param>
    /// <param name="role">customer, agent, approver or admin.</param>
    /// <param name="person">The person's id.</param>
    /// <param name="options">Size, theme, scripts off; null for a desktop in light.</param>
    /// <param name="language">Of the page.</param>
    public async Task<IBrowserContext> SignedInAsync(string tenant, string role, string person, BrowserNewContextOptions? options = null, string language = "en")
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions(options ?? new BrowserNewContextOptions()) { BaseURL = Address.OriginalString });
        await context.AddCookiesAsync(
        [
            new Cookie { Name = "aidesk_session", Value = Token(tenant, role, person), Url = Address.OriginalString, HttpOnly = true },
            new Cookie { Name = "aidesk_language", Value = language, Url = Address.OriginalString },
        ]);
        return context;
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        _channel.Dispose();
        await _desk.DisposeAsync();
        await _policy.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}

/// <summary>All tests of pages share one site and run one after another: each makes the conversations that it needs.</summary>
[CollectionDefinition(Name)]
public sealed class SiteTests : ICollectionFixture<Site>
{
    public const string Name = "site";
}
