using AiDesk.Policy.Service.Configuration;
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
            Listen(kestrel, ListenAddress.Parse(options.GrpcAddress)!.Value, HttpProtocols.Http2);
            Listen(kestrel, ListenAddress.Parse(options.HttpAddress)!.Value, HttpProtocols.Http1);
        });
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, HttpProtocols protocols)
    {
        if (address.UnixPath is { } path)
        {
            RemoveStale(path);
            kestrel.ListenUnixSocket(path, listener => listener.Protocols = protocols);
        }
        else
        {
            kestrel.Listen(address.EndPoint!, listener => listener.Protocols = protocols);
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
