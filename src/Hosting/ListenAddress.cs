using System.Globalization;
using System.Net;

namespace AiDesk.Hosting;

/// <summary>Where a listener is bound: an address and port, or a Unix socket.</summary>
internal readonly record struct ListenAddress(IPEndPoint? EndPoint, string? UnixPath)
{
    private const string UnixPrefix = "unix:";

    /// <summary>Parses <c>127.0.0.1:7070</c>, <c>[::1]:7070</c>, <c>localhost:7070</c>, <c>0.0.0.0:7070</c> or <c>unix:/run/aidesk.sock</c>; null when it is none.</summary>
    public static ListenAddress? Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            var path = text[UnixPrefix.Length..];
            return path.Length > 0 && path[0] == '/' ? new ListenAddress(null, path) : null;
        }

        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var host = text[..colon];
        if (host == "localhost")
        {
            return new ListenAddress(new IPEndPoint(IPAddress.Loopback, port), null);
        }

        // An IPv6 address stands in brackets, so that its own colons are not taken for the port's.
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        return IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address) && (bracketed || !host.Contains(':', StringComparison.Ordinal))
            ? new ListenAddress(new IPEndPoint(address, port), null)
            : null;
    }

    /// <summary>Can only this machine reach it?</summary>
    public static bool IsLocal(string text) => Parse(text) is { } address && (address.UnixPath is not null || IPAddress.IsLoopback(address.EndPoint!.Address));
}
