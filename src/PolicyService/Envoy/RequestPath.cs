using System.Net;
using AiDesk.Policy.Service.Handlers;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>The two parts of a request's target. What two readers could read in two ways is refused.</summary>
internal static class RequestPath
{
    /// <summary>The path. Throws when it has an escape, dots or a fragment: the server might resolve them to another tool.</summary>
    public static string Of(string target)
    {
        var path = target.Split('?', 2)[0];
        if (path.AsSpan().ContainsAny("%#;\\") || path.Contains("//", StringComparison.Ordinal) || path.Split('/').Any(part => part is "." or ".."))
        {
            throw RpcErrors.Invalid("path", "has escapes or dots in it: it cannot name a tool");
        }

        return path;
    }

    /// <summary>The parameters of the query, in their order. Throws for a name that comes twice, and for what is not UTF-8.</summary>
    public static IEnumerable<(string Name, string Value)> QueryOf(string target)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in target.Split('?', 2) is [_, var query] ? query.Split('&', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            var pair = part.Split('=', 2);
            var name = Unescape(pair[0]);
            if (!seen.Add(name))
            {
                throw RpcErrors.Invalid("path", $"has the parameter {name} twice");
            }

            yield return (name, pair is [_, var value] ? Unescape(value) : "");
        }
    }

    private static string Unescape(string text)
    {
        var plain = WebUtility.UrlDecode(text);
        return plain.Contains('\uFFFD', StringComparison.Ordinal) ? throw RpcErrors.Invalid("path", "has a query that is not UTF-8") : plain;
    }
}
