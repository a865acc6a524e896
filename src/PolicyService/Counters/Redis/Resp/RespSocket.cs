using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Opens the way to a server: TCP or a Unix socket, with TLS where it is asked for.</summary>
internal static class RespSocket
{
    public static async Task<Stream> OpenAsync(RedisEndpoint endpoint, RedisOptions options, CancellationToken cancellationToken)
    {
        var socket = endpoint.IsUnixSocket
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            if (endpoint.IsUnixSocket)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(endpoint.Host), cancellationToken);
            }
            else
            {
                await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
            }

            stream = new NetworkStream(socket, ownsSocket: true);
            return options.Tls ? await SecureAsync(stream, endpoint, options, cancellationToken) : stream;
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private static async Task<SslStream> SecureAsync(Stream stream, RedisEndpoint endpoint, RedisOptions options, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        var client = new SslClientAuthenticationOptions { TargetHost = endpoint.Host };
        if (options.CertificateAuthorityFile is { } file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            client.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            client.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        await secured.AuthenticateAsClientAsync(client, cancellationToken);
        return secured;
    }
}
