using System.Net;
using AiDesk.Agent.Tenants;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>Where requests for pages come from: browsers say it themselves, and what they say of it no page of another site can change.</summary>
internal sealed class SiteOrigin(DeskIdentity identity, AgentServiceOptions options)
{
    /// <summary>Over TLS, to us or to a trusted proxy before us.</summary>
    public bool IsSecure(HttpContext http) => http.Request.IsHttps || (identity.IsFromTrustedProxy(http) && http.Request.Headers["X-Forwarded-Proto"].ToString() == "https");

    /// <summary>
    /// Whether a form or a stream is asked for by a page of this site (Sec-Fetch-Site, or Origin from older browsers). What says nothing is no browser, and
    /// has no cookie that a stranger could ride on.
    /// </summary>
    public bool IsOwn(HttpContext http)
    {
        var request = http.Request;
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site is "same-origin" or "none";
        }

        return request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == $"{(IsSecure(http) ? "https" : "http")}://{request.Host}";
    }

    /// <summary>
    /// Whether the browser asked for this machine by one of its own names. A page elsewhere can give its own name this machine's address and is then of the
    /// same origin to the browser: where one signs in without proof, as in Development, the name must be ours.
    /// </summary>
    public static bool IsThisMachine(HttpRequest request) =>
        request.Host.Host is "localhost" || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Whether the CRM's page may hand a token over: its origin is configured. Anybody else's form could sign a person in as somebody else.</summary>
    public bool MaySignIn(HttpContext http) => IsOwn(http) || options.SignInOrigins.Contains(http.Request.Headers.Origin.ToString(), StringComparer.OrdinalIgnoreCase);
}
