using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Tls;

/// <summary>The service and the command over real TLS, with authorities of the test's own.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority;
    private readonly TestAuthority _stranger;

    public TlsTests()
    {
        _authority = new TestAuthority(_folder, "authority");
        _stranger = new TestAuthority(_folder, "stranger");
        _authority.Issue("server");
        _authority.Issue("client");
        _stranger.Issue("intruder");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _folder.Dispose();
    }

    /// <summary>Mutual?; the command's options, with names of files; its exit status.</summary>
    [Theory]
    [InlineData(false, "--tls-ca authority.pem", 0)]
    [InlineData(false, "", 3)]
    [InlineData(false, "--tls-ca stranger.pem", 3)]
    [InlineData(true, "--tls-ca authority.pem --tls-certificate client.pem --tls-key client.key", 0)]
    [InlineData(true, "--tls-ca authority.pem", 3)]
    [InlineData(true, "--tls-ca authority.pem --tls-certificate intruder.pem --tls-key intruder.key", 3)]
    [InlineData(true, "--tls-ca authority.pem --tls-certificate client.pem", 2)]
    [InlineData(true, "--tls-ca nowhere.pem", 2)]
    [InlineData(true, "--tls-ca client.key", 2)]
    public async Task Check_OverTls_TrustsAndIsTrustedOrIsRefused(bool mutual, string options, int status)
    {
        await using var service = await StartAsync(mutual);
        service.Grpc.Scheme.ShouldBe("https");
        var given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.EndsWith(".pem", StringComparison.Ordinal) || part.EndsWith(".key", StringComparison.Ordinal) ? _folder.In(part) : part);

        var run = await CommandRun.OfAsync(
            ["check", "input", "¿Dónde está mi pedido?", "--address", service.Grpc.ToString(), "--tenant", "libreria", "--state-dir", _folder.In("state"), .. given]);

        run.Status.ShouldBe(status, run.Error);
    }

    [Fact]
    public async Task Check_TlsOptionsForACleartextAddress_AreRefused()
    {
        var run = await CommandRun.OfAsync("check", "input", "hola", "--address", "http://127.0.0.1:1", "--tenant", "t", "--state-dir", _folder.In("state"), "--tls-ca", _authority.File);

        run.Status.ShouldBe(2);
        run.Error.ShouldContain("https");
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public async Task Health_OverTls_AsksForTheSameCertificates(bool mutual, bool presents, bool answers)
    {
        await using var service = await StartAsync(mutual);
        using var http = new HttpClient(Handler(presents ? "client" : null));

        var ready = http.GetStringAsync(new Uri(service.Http, "/readyz"));

        if (answers)
        {
            (await ready).ShouldBe("ready");
        }
        else
        {
            await Should.ThrowAsync<HttpRequestException>(ready);
        }
    }

    [Fact]
    public async Task Certificate_ReplacedOnDisk_IsServedToNewConnectionsByBothListeners()
    {
        var first = _authority.Issue("server");
        await using var service = await StartAsync(mutual: false);
        (await SerialsAsync(service)).ShouldBe([first, first]);

        var key = await File.ReadAllTextAsync(_folder.In("server.key"));
        var second = _authority.Issue("server", TimeSpan.FromSeconds(10));
        var newKey = await File.ReadAllTextAsync(_folder.In("server.key"));
        await File.WriteAllTextAsync(_folder.In("server.key"), key);
        (await SerialsAsync(service)).ShouldBe([first, first], "half a renewal, whose key does not fit, is not taken up");
        await File.WriteAllTextAsync(_folder.In("server.key"), newKey);
        File.SetLastWriteTimeUtc(_folder.In("server.key"), DateTime.UtcNow.AddSeconds(20));

        (await SerialsAsync(service)).ShouldBe([second, second]);
    }

    [Theory]
    [InlineData("--tls-certificate server.pem", "AIDESK_TLS_KEY")]
    [InlineData("--tls-key server.key", "AIDESK_TLS_CERTIFICATE")]
    [InlineData("--tls-client-ca authority.pem", "AIDESK_TLS_CLIENT_CA")]
    [InlineData("--tls-certificate nowhere.pem --tls-key server.key", "nowhere.pem")]
    [InlineData("--tls-certificate server.pem --tls-key client.key", "AIDESK_TLS_CERTIFICATE")]
    [InlineData("--tls-certificate server.key --tls-key server.key", "AIDESK_TLS_CERTIFICATE")]
    public async Task Up_CertificatesThatDoNotFit_DoesNotStart(string options, string problem)
    {
        var given = options.Split(' ').Select(part => part.StartsWith("--", StringComparison.Ordinal) ? part : _folder.In(part));

        var run = await CommandRun.OfAsync(
            ["up", "--no-demo", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--state-dir", _folder.In("state"), "--policy-dir", Policies, .. given]);

        run.Status.ShouldBe(5, run.Error);
        run.Error.ShouldContain(problem);
    }

    private Task<RunningCommand> StartAsync(bool mutual) => RunningCommand.StartAsync(
        _folder,
        ["--policy-dir", Policies, "--tls-certificate", _folder.In("server.pem"), "--tls-key", _folder.In("server.key"), .. mutual ? ["--tls-client-ca", _authority.File] : Array.Empty<string>()]);

    private async Task<string[]> SerialsAsync(RunningCommand service)
    {
        var serials = new List<string>();
        foreach (var address in new[] { service.Grpc, service.Http })
        {
            using var socket = new System.Net.Sockets.TcpClient();
            await socket.ConnectAsync(address.Host, address.Port);
            await using var tls = new SslStream(socket.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = [address == service.Grpc ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
                CertificateChainPolicy = Trust(),
            });
            serials.Add(tls.RemoteCertificate!.GetSerialNumberString());
        }

        return [.. serials];
    }

    private SocketsHttpHandler Handler(string? certificate)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = Trust();
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(_folder.In(certificate + ".pem"), _folder.In(certificate + ".key"))];
        }

        return handler;
    }

    private X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(_authority.File);
        return policy;
    }

    private static string Policies => Repository.In("tests", "Clients", "policies");
}
