using System.Net;
using System.Net.Sockets;

namespace AiDesk.Agent.Outbox.Channels;

/// <summary>Connections to webhooks. No proxy, no redirects, no cookies; a host that is not on the list is reached only where its name leads to loopback.</summary>
internal static class WebhookConnections
{
    public static HttpClient Create(WebhookOptions options) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,

        // Each attempt has a connection of its own: on a kept one the client quietly sends a POST again when the other side closes it without a word.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options, cancellationToken),
    })
    {
        // Each attempt has its own.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <summary>Absolute, http or https, without a name or password, to loopback or a host on the list.</summary>
    public static bool MayReach(WebhookOptions options, string url, out Uri address) =>
        Uri.TryCreate(url, UriKind.Absolute, out address!) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
        && (options.AllowedHosts.Contains(address.IdnHost) || address.IsLoopback);

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint host, WebhookOptions options, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken).ConfigureAwait(false);
        if (!options.AllowedHosts.Contains(host.Host) && !addresses.All(IPAddress.IsLoopback))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the address is not allowed");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
