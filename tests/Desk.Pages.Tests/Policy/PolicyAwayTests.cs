using AiDesk.Agent;
using AiDesk.Identity;
using AiDesk.Postgres.Harness;

namespace AiDesk.Desk.PagesTests.Policy;

/// <summary>A desk whose policy service is not there: its pages say so.</summary>
public sealed class PolicyAwayTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-away-").FullName;

    private PostgresServer _postgres = null!;
    private RunningAgentService _desk = null!;

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _desk = await AgentServiceHost.StartAsync(
            new AgentServiceOptions
            {
                Development = true,
                HttpAddress = "127.0.0.1:0",
                GrpcAddress = "127.0.0.1:0",
                Postgres = await _postgres.CreateDatabaseAsync(),
                StateDirectory = _folder,

                // Nobody listens there: unprivileged services never do.
                PolicyAddress = "http://127.0.0.1:1",
            },
            CancellationToken.None);
    }

    [Theory]
    [InlineData("/budgets", "The policy service, which counts budgets and limits, does not answer")]
    [InlineData("/policy", "The policy service does not answer")]
    [InlineData("/dashboard", "No data: the policy service")]
    public async Task Page_WithoutPolicyService_SaysSo(string path, string said)
    {
        using var key = DevelopmentKey.LoadOrCreate(TrustedIssuers.DevelopmentKeyPath(_folder));
        var token = new TokenMinter(key, TimeProvider.System).Mint(new TokenRequest { Tenant = "tienda-alba", Roles = PrincipalRoles.Admin, Subject = "nora", Audience = "aidesk-desk" });
        using var http = new HttpClient { BaseAddress = _desk.HttpAddress };
        http.DefaultRequestHeaders.Add("Cookie", $"aidesk_session={token}; aidesk_language=en");
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        ((int)answer.StatusCode).ShouldBe(200);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(said);
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
