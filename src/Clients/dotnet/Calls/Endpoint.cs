using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AiDesk.Client.Calls;

/// <summary>Where and how to connect.</summary>
/// <param name="Name">As the caller said it, for messages.</param>
/// <param name="Channel">The channel's address; of a Unix socket, and of a server that has another name, only a name.</param>
/// <param name="Handler">Makes the connections.</param>
internal sealed record Endpoint(string Name, Uri Channel, SocketsHttpHandler Handler)
{
    public const string DefaultAddress = "http://127.0.0.1:7070";
    private const int DefaultPort = 7070;
    private const string Forms = "host:port, http://host:port, https://host:port or unix:/path";

    /// <exception cref="ArgumentException">Names what is wrong with the address or the TLS settings.</exception>
    public static Endpoint Of(PolicyClientOptions options)
    {
        var address = options.Address ?? Environment.GetEnvironmentVariable("AIDESK_ADDRESS") ?? DefaultAddress;
        if (address.StartsWith("unix:", StringComparison.Ordinal))
        {
            return OfSocket(address, options.Tls);
        }

        var uri = Parse(address, options.Tls is null ? "http" : "https");
        if (uri.Scheme == Uri.UriSchemeHttp)
        {
            CheckNoTls(address, options.Tls);
        }

        var handler = CreateHandler();
        if (uri.Scheme == Uri.UriSchemeHttps && options.Tls is { } tls)
        {
            Secure(handler, tls);
            if (tls.ServerName is { } name)
            {
                // The name of the URI is the one that the certificate must have; the connection goes where the caller said.
                var place = new DnsEndPoint(uri.IdnHost, uri.Port);
                handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(place, cancellationToken);
                uri = new UriBuilder(uri) { Host = name }.Uri;
            }
        }

        return new Endpoint(address, uri, handler);
    }

    private static Endpoint OfSocket(string address, TlsSettings? tls)
    {
        CheckNoTls(address, tls);
        var path = address["unix:".Length..];
        path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
        if (path.Length == 0)
        {
            throw new ArgumentException($"The address '{address}' has no path; it must be {Forms}.", nameof(address));
        }

        var handler = CreateHandler();
        var place = new UnixDomainSocketEndPoint(path);
        handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(place, cancellationToken);
        return new Endpoint(address, new Uri("http://localhost"), handler);
    }

    private static Uri Parse(string address, string scheme)
    {
        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"{scheme}://{address}";
        var isUsable = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Host.Length > 0;
        if (!isUsable)
        {
            throw new ArgumentException($"The address '{address}' must be {Forms}.", nameof(address));
        }

        // A port that is not written is not the scheme's, which serves other things.
        var portIsSaid = text.TrimEnd('/').EndsWith(string.Create(CultureInfo.InvariantCulture, $":{uri!.Port}"), StringComparison.Ordinal);
        return portIsSaid ? uri : new UriBuilder(uri) { Port = DefaultPort }.Uri;
    }

    private static void CheckNoTls(string address, TlsSettings? tls)
    {
        if (tls is not null)
        {
            throw new ArgumentException($"TLS settings were given, but the address '{address}' is without TLS; write https://host:port.", nameof(tls));
        }
    }

    /// <summary>Traces are passed on by the client itself, so the handler adds none; silent connections are pinged.</summary>
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

    private static void Secure(SocketsHttpHandler handler, TlsSettings tls)
    {
        var options = new SslClientAuthenticationOptions();
        if (tls.Authorities is { } authorities)
        {
            // Revocation is not looked up: an authority of one's own seldom says where.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        if (tls.Certificate is { } certificate)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        handler.SslOptions = options;
    }

    private static async ValueTask<Stream> ConnectAsync(EndPoint place, CancellationToken cancellationToken)
    {
        var socket = place is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(place, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
