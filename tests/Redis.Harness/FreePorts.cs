using System.Net;
using System.Net.Sockets;

namespace AiDesk.Redis.Harness;

/// <summary>Loopback ports that nobody listens on now. Another process may take one first: whoever starts a server tries again with others.</summary>
public static class FreePorts
{
    /// <summary>Different ports, held together until all are known, so that none comes twice.</summary>
    public static int[] Take(int count)
    {
        var held = new Socket[count];
        try
        {
            for (var i = 0; i < count; i++)
            {
                held[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held[i].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }

            return [.. held.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        }
        finally
        {
            foreach (var socket in held)
            {
                socket?.Dispose();
            }
        }
    }
}
