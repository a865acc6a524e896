using System.Net;

namespace AiDesk.CommandLine.Load;

/// <summary>A load is an attack to whoever did not ask for it: only this machine is asked unless one says otherwise.</summary>
internal static class LoopbackOnly
{
    /// <summary>Throws <see cref="CommandFailure"/>. Names are not looked up: "localhost" alone is known to be this machine.</summary>
    public static void Require(string address, bool allowRemote)
    {
        if (!allowRemote && !IsLoopback(address))
        {
            throw CommandFailure.Usage($"'{address}' is not on this machine. A load goes to loopback only; --allow-remote sends it elsewhere, where it must be expected.");
        }
    }

    public static bool IsLoopback(string address)
    {
        if (address.StartsWith("unix:", StringComparison.Ordinal))
        {
            return true;
        }

        if (!Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address, UriKind.Absolute, out var uri))
        {
            return false;
        }

        return uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
