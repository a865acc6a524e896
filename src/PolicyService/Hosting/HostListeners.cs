using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>Two listeners, because without TLS one cannot carry both HTTP versions: gRPC on HTTP/2, and HTTP/1.1 beside it.</summary>
internal static class HostListeners
{
    public static void Configure(WebApplicationBuilder builder, PolicyServiceOptions options)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.UseGrpcLimits(new GrpcTransportOptions());
            Listen(kestrel, ListenAddress.Parse(options.GrpcAddress)!.Value, listener =>
            {
                listener.UseGrpc();
                listener.Use(ConnectionCaller.Attach);
            });
            Listen(kestrel, ListenAddress.Parse(options.HttpAddress)!.Value, listener => listener.Protocols = HttpProtocols.Http1);
        });
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, Action<ListenOptions> configure)
    {
        if (address.UnixPath is { } path)
        {
            RemoveStale(path);
            kestrel.ListenUnixSocket(path, configure);
        }
        else
        {
            kestrel.Listen(address.EndPoint!, configure);
        }
    }

    /// <summary>A socket that a killed process left behind would refuse us. A file with content is no socket and stays: binding says what is wrong.</summary>
    private static void RemoveStale(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            File.Delete(path);
        }
    }
}
