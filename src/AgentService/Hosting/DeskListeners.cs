using AiDesk.Hosting;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Hosting;

/// <summary>Two listeners, because without TLS one cannot carry both HTTP versions: pages and JSON on HTTP/1.1, gRPC on HTTP/2 beside it.</summary>
internal static class DeskListeners
{
    private const int MaxConnections = 1000;

    public static void Configure(WebApplicationBuilder builder, AgentServiceOptions options)
    {
        var tls = options is { TlsCertificate: { } certificate, TlsKey: { } key } ? new GrpcTlsOptions { CertificateFile = certificate, KeyFile = key } : null;
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.UseGrpcLimits(new GrpcTransportOptions { MaxConnections = MaxConnections });
            kestrel.Limits.MaxRequestBodySize = Web.DeskHttp.BodyLimit * 2;
            Listeners.Listen(kestrel, options.HttpAddress, tls, listener => listener.Protocols = HttpProtocols.Http1);
            Listeners.Listen(kestrel, options.GrpcAddress, tls, listener => listener.UseGrpc());
        });
    }
}
