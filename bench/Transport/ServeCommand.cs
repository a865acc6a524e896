using System.Diagnostics;
using System.Net;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Bench.Transport;

/// <summary>The server's side: both echoes, each on a host of its own, until standard input ends.</summary>
internal static class ServeCommand
{
    public static async Task RunAsync()
    {
        await using var grpc = Host(builder => builder.Services.AddGrpc().Services.AddSingleton<EchoService>());
        grpc.MapGrpcService<EchoService>();
        await using var bare = Host(_ => { });
        bare.Run(http => http.Request.Path.Value!.EndsWith("Unary", StringComparison.Ordinal) ? BareEcho.UnaryAsync(http) : BareEcho.ConverseAsync(http));
        await grpc.StartAsync(CancellationToken.None);
        await bare.StartAsync(CancellationToken.None);
        Console.WriteLine($"{Port(grpc)} {Port(bare)}");
        while (await Console.In.ReadLineAsync(CancellationToken.None) is not null)
        {
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(FormattableString.Invariant($"{process.TotalProcessorTime.Ticks} {GC.GetTotalAllocatedBytes()}"));
        }
    }

    private static WebApplication Host(Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseGrpcLimits(new GrpcTransportOptions());
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseGrpc());
        });
        configure(builder);
        return builder.Build();
    }

    private static int Port(WebApplication app)
        => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
