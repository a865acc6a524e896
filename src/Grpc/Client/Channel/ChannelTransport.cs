using System.Net;

namespace Grpc.Net.Client;

/// <summary>The HTTP side of a channel.</summary>
internal static class ChannelTransport
{
    public static (HttpMessageInvoker Http, bool Owned) Create(GrpcChannelOptions options)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException("HttpClient and HttpHandler cannot both be set.", nameof(options));
        }

        if (options.HttpClient is { } client)
        {
            return (client, options.DisposeHttpClient);
        }

        return options.HttpHandler is { } handler
            ? (new HttpMessageInvoker(handler, options.DisposeHttpClient), true)
            : (new HttpMessageInvoker(CreateHandler(), disposeHandler: true), true);
    }

    /// <summary>More connections are opened when the server's limit of streams on one is reached; silent connections are pinged.</summary>
    private static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    };
}
