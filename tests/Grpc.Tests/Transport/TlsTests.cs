using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using AiDesk.Transport;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Tests.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tls_TrustedAuthority_CallsAndCredentialsArrive()
    {
        await using var host = await StartAsync(clientAuthority: false);
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("x-token", "t");
            return Task.CompletedTask;
        });
        using var channel = host.Channel(new GrpcChannelOptions
        {
            HttpHandler = _folder.ClientHandler(withCertificate: false),
            Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, credentials),
        });

        using var call = new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Behaviour = Behaviours.Metadata });
        await call;

        call.GetTrailers().GetValue("x-token").ShouldBe("t");
    }

    [Fact]
    public async Task Tls_UnknownAuthority_IsUnavailable()
    {
        await using var host = await StartAsync(clientAuthority: false);
        using var channel = host.Channel();

        (await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync))
            .StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task MutualTls_ClientWithCertificate_IsKnownToTheMethod()
    {
        await using var host = await StartAsync(clientAuthority: true);
        using var channel = host.Channel(new GrpcChannelOptions { HttpHandler = _folder.ClientHandler(withCertificate: true) });

        using var call = new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Behaviour = Behaviours.Peer });
        await call;

        call.GetTrailers().GetValue("x-peer").ShouldBe("client.test");
    }

    [Fact]
    public async Task MutualTls_ClientWithoutCertificate_IsRefused()
    {
        await using var host = await StartAsync(clientAuthority: true);
        using var channel = host.Channel(new GrpcChannelOptions { HttpHandler = _folder.ClientHandler(withCertificate: false) });

        await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync);
        host.Counter.Entered.ShouldBe(0);
    }

    [Fact]
    public async Task Certificate_ReplacedOnDisk_IsServedToNewConnectionsAndABrokenOneIsNot()
    {
        await using var host = await StartAsync(clientAuthority: false);
        var first = await SerialAsync(host);

        _folder.WriteServer(TimeSpan.FromSeconds(10));
        var second = await SerialAsync(host);
        _folder.BreakServer(TimeSpan.FromSeconds(20));
        var third = await SerialAsync(host);

        string.Equals(first, second, StringComparison.Ordinal).ShouldBeFalse();
        third.ShouldBe(second);
    }

    private Task<EchoHost> StartAsync(bool clientAuthority)
        => EchoHost.StartAsync(listen: listener => listener.UseGrpc(_folder.ServerOptions(clientAuthority)));

    private async Task<string> SerialAsync(EchoHost host)
    {
        var serial = string.Empty;
        var handler = _folder.ClientHandler(withCertificate: false);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            serial = certificate!.GetSerialNumberString();
            return true;
        };
        using var channel = host.Channel(new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest());
        return serial;
    }
}
