using AiDesk.Hosting;
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
            Listeners.Listen(kestrel, options.GrpcAddress, tls, listener =>
            {
                listener.UseGrpc();
                listener.Use(ConnectionCaller.Attach);
            });
            Listeners.Listen(kestrel, options.HttpAddress, tls, listener => listener.Protocols = HttpProtocols.Http1);
        });
    }

    private static GrpcTlsOptions? TlsOf(PolicyServiceOptions options) => options is not { TlsCertificate: { } certificate, TlsKey: { } key }
        ? null
        : new GrpcTlsOptions { CertificateFile = certificate, KeyFile = key, ClientAuthorityFile = options.TlsClientAuthority };
}
