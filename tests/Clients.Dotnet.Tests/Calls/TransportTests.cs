using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;
using AiDesk.Tests.Running;
using Xunit.Abstractions;

namespace AiDesk.Client.Tests.Calls;

/// <summary>The real service over each transport: asked, killed, and found again where it listened.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority;
    private readonly TestAuthority _stranger;
    private readonly ITestOutputHelper _output;

    public TransportTests(ITestOutputHelper output)
    {
        _output = output;
        _authority = new TestAuthority(_folder, "authority");
        _stranger = new TestAuthority(_folder, "stranger");
        _authority.Issue("server");
        _authority.Issue("client");
    }

    private string[] Secured => ["--tls-certificate", _folder.In("server.pem"), "--tls-key", _folder.In("server.key")];

    private string[] Mutual => [.. Secured, "--tls-client-ca", _authority.File];

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task CheckInput_OverTcp_IsAnsweredAlsoAfterARestart()
    {
        _output.WriteLine("| client | transport | passed |");
        _output.WriteLine("|---|---|---|");
        await using var service = await LiveService.StartAsync();
        await AskKillAskAsync("TCP", service, tls: null);
    }

    [Fact]
    public async Task CheckInput_OverAUnixSocket_IsAnsweredAlsoAfterARestart()
    {
        await using var service = await LiveService.StartAsync(unixSocket: true);
        await AskKillAskAsync("Unix socket", service, tls: null);
    }

    [Fact]
    public async Task CheckInput_OverTls_IsAnsweredAndAStrangersAuthorityIsNotTrusted()
    {
        await using var service = await LiveService.StartAsync(options: Secured);
        service.Address.ShouldStartWith("https://");
        await AskKillAskAsync("TLS", service, TlsSettings.FromPemFiles(_authority.File));

        using var client = service.Client(options => options with { Tls = TlsSettings.FromPemFiles(_stranger.File) });
        var refused = await Should.ThrowAsync<PolicyUnavailableException>(client.CheckInputAsync(Requests.Input()));
        refused.Message.ShouldContain("TLS settings");
    }

    [Fact]
    public async Task CheckInput_OverMutualTls_IsAnsweredAndWhoHasNoCertificateIsNot()
    {
        await using var service = await LiveService.StartAsync(options: Mutual);
        var ours = TlsSettings.FromPemFiles(_authority.File, _folder.In("client.pem"), _folder.In("client.key"));
        await AskKillAskAsync("mTLS", service, ours with { ServerName = "localhost" });

        using var client = service.Client(options => options with { Tls = TlsSettings.FromPemFiles(_authority.File) });
        await Should.ThrowAsync<PolicyUnavailableException>(client.CheckInputAsync(Requests.Input()));
    }

    [Fact]
    public async Task CheckInput_CertificateOfAnotherName_IsNotTrusted()
    {
        await using var service = await LiveService.StartAsync(options: Secured);
        using var client = service.Client(options => options with { Tls = TlsSettings.FromPemFiles(_authority.File) with { ServerName = "policy.example" } });

        await Should.ThrowAsync<PolicyUnavailableException>(client.CheckInputAsync(Requests.Input()));
    }

    private async Task AskKillAskAsync(string transport, LiveService service, TlsSettings? tls)
    {
        using var client = service.Client(options => options with { Tls = tls });
        (await client.CheckInputAsync(Requests.Input())).Decision.Verdict.ShouldBe(Verdict.Allow);
        (await client.CheckInputAsync(Requests.Input(Requests.Injection))).Decision.Verdict.ShouldBe(Verdict.Deny);

        await service.KillAsync();
        await Should.ThrowAsync<PolicyUnavailableException>(client.CheckInputAsync(Requests.Input(), new CheckSettings { Deadline = TimeSpan.FromSeconds(2) }));
        await service.StartAsync();
        var answer = await Eventually.AnsweredAsync(() => client.CheckInputAsync(Requests.Input()));
        answer.Decision.Verdict.ShouldBe(Verdict.Allow);
        _output.WriteLine($"| C# | {transport} | passed |");
    }
}
