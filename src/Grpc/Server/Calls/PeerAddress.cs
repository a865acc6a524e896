using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Grpc.Server;

/// <summary>The peer in the form that gRPC names addresses.</summary>
internal static class PeerAddress
{
    public static string Of(ConnectionInfo connection)
        => connection.RemoteIpAddress switch
        {
            null => "unix:",
            { AddressFamily: AddressFamily.InterNetworkV6 } v6 => $"ipv6:[{v6}]:{connection.RemotePort}",
            var v4 => $"ipv4:{v4}:{connection.RemotePort}",
        };
}
