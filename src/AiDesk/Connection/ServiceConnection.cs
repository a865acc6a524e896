using System.Net.Security;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Wire = AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Connection;

/// <summary>A channel to the policy service, and the token that each call carries.</summary>
internal sealed class ServiceConnection : IDisposable
{
    /// <summary>How long one call may take before it counts as not answered.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private const string UnixPrefix = "unix:";

    private readonly GrpcChannel _channel;
    private readonly Func<string> _token;
    private volatile TokenHeaders? _headers;

    private ServiceConnection(GrpcChannel channel, Func<string> token)
    {
        _channel = channel;
        _token = token;
        Client = new Wire.PolicyService.PolicyServiceClient(channel);
        Admin = new Wire.PolicyAdminService.PolicyAdminServiceClient(channel);
    }

    public Wire.PolicyService.PolicyServiceClient Client { get; }

    public Wire.PolicyAdminService.PolicyAdminServiceClient Admin { get; }

    /// <param name="address">As http://127.0.0.1:7070, 127.0.0.1:7070 or unix:/run/aidesk.sock.</param>
    /// <param name="token">The bearer token, without its scheme.</param>
    /// <param name="tls">For an https address; null trusts as the system does.</param>
    public static ServiceConnection Open(string address, string token, SslClientAuthenticationOptions? tls = null) => Open(address, () => token, tls);

    /// <param name="address">As http://127.0.0.1:7070, 127.0.0.1:7070 or unix:/run/aidesk.sock.</param>
    /// <param name="token">Asked for the bearer token, without its scheme, before each call.</param>
    /// <param name="tls">For an https address; null trusts as the system does.</param>
    public static ServiceConnection Open(string address, Func<string> token, SslClientAuthenticationOptions? tls = null)
    {
        if (address.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            return new ServiceConnection(UnixChannel(address[UnixPrefix.Length..]), token);
        }

        if (!Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https"))
        {
            throw CommandFailure.Usage($"'{address}' is not an address such as {ConnectionOptions.DefaultAddress}.");
        }

        if (tls is null)
        {
            return new ServiceConnection(GrpcChannel.ForAddress(uri), token);
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            throw CommandFailure.Usage($"The --tls options are for an https address, which '{address}' is not.");
        }

        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false, SslOptions = tls };
        return new ServiceConnection(GrpcChannel.ForAddress(uri, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }), token);
    }

    public CallOptions Options(CancellationToken cancellation) => new(Headers(), DateTime.UtcNow + CallTimeout, cancellation);

    /// <summary>The same with a time of one's own.</summary>
    public CallOptions Options(TimeSpan timeout) => new(Headers(), DateTime.UtcNow + timeout);

    /// <summary>Of a stream, which ends when it is closed.</summary>
    public CallOptions StreamOptions() => new(Headers());

    public void Dispose() => _channel.Dispose();

    /// <summary>Made once for a token: a load makes a hundred thousand calls a second with one.</summary>
    private Metadata Headers()
    {
        var (known, token) = (_headers, _token());
        return ReferenceEquals(known?.Token, token) ? known!.Metadata : (_headers = new TokenHeaders(token, new Metadata { { "authorization", "Bearer " + token } })).Metadata;
    }

    private sealed record TokenHeaders(string Token, Metadata Metadata);

    private static GrpcChannel UnixChannel(string path)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
