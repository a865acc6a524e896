using System.Net.Sockets;

namespace AiDesk.CommandLine.Health;

/// <summary>HTTP over a Unix socket.</summary>
internal static class UnixHandler
{
    public static SocketsHttpHandler Create(string path) => new()
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
}
