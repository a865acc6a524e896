using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using AiDesk.Transport;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Tests.Transport;

public sealed class UnixSocketTests
{
    [Fact]
    public async Task UnixSocket_Unary_Answers()
    {
        var path = Path.Combine(Path.GetTempPath(), $"aidesk-{Guid.NewGuid():N}.sock");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, listener => listener.UseGrpc()));
        builder.Services.AddSingleton<CallCounter>();
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(path) });

        using var call = new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = "x", Behaviour = Behaviours.Peer });

        (await call).Text.ShouldBe("x");
        call.GetTrailers().GetValue("x-peer").ShouldBe("unix:");
    }
}
