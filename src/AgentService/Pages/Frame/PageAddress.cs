using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>Addresses of this site with other queries.</summary>
public static class PageAddress
{
    /// <summary>The same path and query with one name changed, or taken out when the value is empty. A notice is shown once and never handed on.</summary>
    public static string With(string path, string name, string value)
    {
        var parts = path.Split('?', 2);
        var query = new QueryBuilder();
        foreach (var (key, values) in QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : ""))
        {
            if (key != name && key != "notice")
            {
                query.Add(key, values.AsEnumerable()!);
            }
        }

        if (value.Length > 0)
        {
            query.Add(name, value);
        }

        return parts[0] + query.ToQueryString();
    }
}
