using System.Net.Sockets;

namespace AiDesk.Transport;

/// <summary>Connects a channel to a server on a Unix socket.</summary>
public static class UnixSocketHandler
{
    /// <summary>For <c>GrpcChannelOptions.HttpHandler</c>; the channel's address is then only a name, <c>http://localhost</c> for instance.</summary>
    public static SocketsHttpHandler Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var endPoint = new UnixDomainSocketEndPoint(path);
        return new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
    }
}
