using System.Net.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AiDesk.Transport;

/// <summary>Sets Kestrel up for gRPC.</summary>
public static class GrpcKestrelExtensions
{
    /// <summary>Limits of connections, streams and headers, and keep-alive pings, for all listeners.</summary>
    public static KestrelServerOptions UseGrpcLimits(this KestrelServerOptions kestrel, GrpcTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        ArgumentNullException.ThrowIfNull(options);
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxRequestHeadersTotalSize = options.MaxHeadersSize;
        limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;
        limits.Http2.MaxRequestHeaderFieldSize = options.MaxHeadersSize;
        limits.Http2.KeepAlivePingDelay = options.KeepAlivePingDelay;
        limits.Http2.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
        return kestrel;
    }

    /// <summary>A listener that speaks HTTP/2 only, as one in cleartext must: it cannot tell HTTP/1.1 apart.</summary>
    public static ListenOptions UseGrpc(this ListenOptions listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        listener.Protocols = HttpProtocols.Http2;
        return listener;
    }

    /// <summary>The same behind TLS, with client certificates when the options name their authorities. Certificates that change on disk are taken up.</summary>
    public static ListenOptions UseGrpc(this ListenOptions listener, GrpcTlsOptions tls)
    {
        listener.UseGrpc();
        return listener.UseTls(tls);
    }

    /// <summary>TLS as for gRPC, for the HTTP versions that the listener is set to: HTTP/1.1 beside a gRPC listener.</summary>
    public static ListenOptions UseTls(this ListenOptions listener, GrpcTlsOptions tls)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(tls);
        var files = new CertificateFiles(tls, ProtocolsOf(listener.Protocols));
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(files.Handshake()) });
        return listener;
    }

    private static List<SslApplicationProtocol> ProtocolsOf(HttpProtocols protocols)
    {
        var names = new List<SslApplicationProtocol>(2);
        if (protocols.HasFlag(HttpProtocols.Http2))
        {
            names.Add(SslApplicationProtocol.Http2);
        }

        if (protocols.HasFlag(HttpProtocols.Http1))
        {
            names.Add(SslApplicationProtocol.Http11);
        }

        return names;
    }
}
