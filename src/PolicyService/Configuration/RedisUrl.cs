using System.Globalization;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Policy.Service.Configuration;

/// <summary>
/// Reads where Redis is: <c>redis://[user:password@]host[:port][,host:port…][/database][?cluster=true]</c>, <c>rediss://</c> for TLS, <c>unix:/path</c>.
/// User and password are percent-encoded there. What is not understood is an error, so that no part is silently left out.
/// </summary>
internal static class RedisUrl
{
    private const string UnixPrefix = "unix:";
    private const int MaxNodes = 64;

    /// <summary>Null with a problem when it is none. A problem never quotes the URL: it may hold a password.</summary>
    public static RedisOptions? Parse(string text, out string problem)
    {
        problem = "";
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            var path = text[UnixPrefix.Length..];
            path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
            return path.StartsWith('/') ? new RedisOptions { Endpoints = [new RedisEndpoint(path, 0)] } : Refuse("unix: needs an absolute path", out problem);
        }

        var tls = text.StartsWith("rediss://", StringComparison.Ordinal);
        if (!tls && !text.StartsWith("redis://", StringComparison.Ordinal))
        {
            return Refuse("is neither redis://, rediss:// nor unix:", out problem);
        }

        var rest = text[(tls ? 9 : 8)..];
        var (withoutQuery, query) = Split(rest, '?');
        var at = withoutQuery.LastIndexOf('@');
        var credentials = at < 0 ? "" : withoutQuery[..at];
        var (hosts, database) = Split(withoutQuery[(at + 1)..], '/');
        var endpoints = hosts.Split(',').Select(RedisEndpoint.Parse).ToList();
        if (endpoints.Contains(null) || endpoints.Count > MaxNodes)
        {
            return Refuse($"names no server as host:port, or more than {MaxNodes}", out problem);
        }

        if (query is not ("" or "cluster=true" or "cluster=false"))
        {
            return Refuse("has a parameter other than cluster=true or cluster=false", out problem);
        }

        var number = 0;
        if (database.Length > 0 && !(int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 1024))
        {
            return Refuse("has a database that is not a number from 0 to 1023", out problem);
        }

        var cluster = query == "cluster=true";
        if (cluster ? number != 0 : endpoints.Count > 1)
        {
            return Refuse(cluster ? "names a database, and a cluster has but one" : "names several servers without cluster=true", out problem);
        }

        var (user, password) = Split(credentials, ':');
        return new RedisOptions
        {
            Endpoints = [.. endpoints.Select(endpoint => endpoint!.Value)],
            Tls = tls,
            Cluster = cluster,
            Database = number,
            User = user.Length > 0 ? Uri.UnescapeDataString(user) : null,
            Password = password.Length > 0 ? Uri.UnescapeDataString(password) : null,
        };
    }

    private static (string Before, string After) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    private static RedisOptions? Refuse(string why, out string problem)
    {
        problem = why;
        return null;
    }
}
