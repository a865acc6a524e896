using AiDesk.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiDesk.Hosting;

/// <summary>Binds listeners to addresses as settings write them.</summary>
internal static class Listeners
{
    /// <param name="kestrel">The server.</param>
    /// <param name="text">What <see cref="ListenAddress.Parse"/> takes.</param>
    /// <param name="tls">For TLS on an address and port; a Unix socket stays without, as its file's mode guards it.</param>
    /// <param name="configure">Sets the protocols.</param>
    public static void Listen(KestrelServerOptions kestrel, string text, GrpcTlsOptions? tls, Action<ListenOptions> configure)
    {
        var address = ListenAddress.Parse(text)!.Value;
        void Configure(ListenOptions listener)
        {
            configure(listener);
            if (tls is not null && address.UnixPath is null)
            {
                listener.UseTls(tls);
            }
        }

        if (address.UnixPath is { } path)
        {
            RemoveStale(path);
            kestrel.ListenUnixSocket(path, Configure);
        }
        else
        {
            kestrel.Listen(address.EndPoint!, Configure);
        }
    }

    /// <summary>A socket that a killed process left behind would refuse us. A file with content is no socket and stays: binding says what is wrong.</summary>
    private static void RemoveStale(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            File.Delete(path);
        }
    }
}
