using System.Globalization;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Where a Redis server listens: a host and port, or a Unix socket.</summary>
/// <param name="Host">Name or address; for a Unix socket its path, which begins with a slash.</param>
/// <param name="Port">1 to 65535; 0 for a Unix socket.</param>
public readonly record struct RedisEndpoint(string Host, int Port)
{
    public const int DefaultPort = 6379;

    public bool IsUnixSocket => Port == 0;

    /// <summary><c>host:port</c>, <c>host</c>, <c>[address]:port</c>; null when it is none.</summary>
    public static RedisEndpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith(']'))
        {
            return text.Length > 0 ? new RedisEndpoint(text.Trim('[', ']'), DefaultPort) : null;
        }

        var host = text[..colon].Trim('[', ']');
        return host.Length > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new RedisEndpoint(host, port)
            : null;
    }

    public override string ToString() => IsUnixSocket ? "unix:" + Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
