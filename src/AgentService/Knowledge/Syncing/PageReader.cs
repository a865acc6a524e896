using System.Net;
using System.Net.Sockets;

namespace AiDesk.Agent.Knowledge.Syncing;

/// <summary>
/// Reads pages over HTTP from loopback and hosts that the service's settings name, and from nowhere else: redirects are not followed, no proxy is asked, and a name
/// is taken by the addresses that it leads to when the connection is made.
/// </summary>
internal sealed class PageReader(IReadOnlyList<string> hosts) : IDisposable
{
    /// <summary>For the whole of a page: a server that drips does not hold a resync.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, hosts, cancellationToken),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>What is wrong with an address, as the end of a sentence; empty for one that may be read.</summary>
    public string ProblemOf(string address, out Uri uri)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out uri!) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            return "is no http or https address";
        }

        return uri.IsLoopback || IsNamed(hosts, uri.IdnHost) ? "" : $"is on {uri.IdnHost}, which AIDESK_KNOWLEDGE_HOSTS does not name";
    }

    /// <summary>Throws <see cref="FormatException"/> with why there is none, as the end of a sentence.</summary>
    /// <param name="address">That <see cref="ProblemOf"/> has nothing against.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Page> ReadAsync(Uri address, int limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new FormatException($"answered with {(int)response.StatusCode}");
            }

            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            return new Page(await ReadAsync(body, limit, deadline.Token).ConfigureAwait(false), response.Content.Headers.ContentType?.MediaType ?? "");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new FormatException("does not answer");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<byte[]> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > limit)
            {
                throw new FormatException("is too long");
            }
        }

        return bytes.ToArray();
    }

    private static bool IsNamed(IReadOnlyList<string> hosts, string host) => hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint host, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0 || !addresses.All(address => MayReach(address, IsNamed(hosts, host.Host))))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "the name leads to an address that may not be read");
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

    /// <summary>A named host may be anywhere but on the link itself, where clouds keep their instance's credentials; any other must be this machine.</summary>
    internal static bool MayReach(IPAddress address, bool isNamed)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        return IPAddress.IsLoopback(plain)
            || (isNamed && !plain.IsIPv6LinkLocal && !plain.IsIPv6Multicast && !plain.Equals(IPAddress.IPv6Any)
                && (plain.AddressFamily != AddressFamily.InterNetwork || (bytes[0] is not (0 or >= 224) && (bytes[0], bytes[1]) != (169, 254))));
    }
}

/// <param name="Bytes">Its body.</param>
/// <param name="ContentType">As "text/html"; empty when it says none.</param>
internal readonly record struct Page(byte[] Bytes, string ContentType);
