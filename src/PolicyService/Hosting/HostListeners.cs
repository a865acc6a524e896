using AiDesk.Policy.Service.Configuration;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>
/// Two listeners, because without TLS one cannot carry both HTTP versions: gRPC on HTTP/2, and HTTP/1.1 beside it. Both speak TLS when there is a
/// certificate.
/// </summary>
internal static class HostListeners
{
    /// <summary>Certificates that cannot be loaded throw when the server starts.</summary>
    public static void Configure(WebApplicationBuilder builder, PolicyServiceOptions options)
    {
        var tls = TlsOf(options);
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.UseGrpcLimits(new GrpcTransportOptions { MaxConnections = options.MaxConnections });
            Listen(kestrel, options.GrpcAddress, tls, listener =>
            {
                listener.UseGrpc();
                listener.Use(ConnectionCaller.Attach);
            });
            Listen(kestrel, options.HttpAddress, tls, listener => listener.Protocols = HttpProtocols.Http1);
        });
    }

    private static GrpcTlsOptions? TlsOf(PolicyServiceOptions options) => options is not { TlsCertificate: { } certificate, TlsKey: { } key }
        ? null
        : new GrpcTlsOptions { CertificateFile = certificate, KeyFile = key, ClientAuthorityFile = options.TlsClientAuthority };

    private static void Listen(KestrelServerOptions kestrel, string text, GrpcTlsOptions? tls, Action<ListenOptions> configure)
    {
        var address = ListenAddress.Parse(text)!.Value;
        void Configure(ListenOptions listener)
        {
            configure(listener);
            if (tls is not null && address.UnixPath is null)
            {
                listener.UseTls(tls);
            }
        }

        if (address.UnixPath is { } path)
        {
            RemoveStale(path);
            kestrel.ListenUnixSocket(path, Configure);
        }
        else
        {
            kestrel.Listen(address.EndPoint!, Configure);
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
