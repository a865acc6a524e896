using System.Net;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Interop.Server;

/// <summary>Serves the test service on a free port, which it prints, until standard input ends.</summary>
internal static class ServeCommand
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseGrpcLimits(new GrpcTransportOptions());
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseGrpc());
        });
        builder.Services.AddGrpc(options => options.ResponseCompressionAlgorithm = "gzip");
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealth();
        builder.Services.AddSingleton<TestServiceImpl>();
        await using var app = builder.Build();
        app.MapGrpcService<TestServiceImpl>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealth();
        await app.StartAsync();
        app.Services.GetRequiredService<ServingState>().Set("grpc.testing.TestService", serving: true);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine($"port {new Uri(address).Port}");
        await Console.In.ReadToEndAsync();
    }
}
