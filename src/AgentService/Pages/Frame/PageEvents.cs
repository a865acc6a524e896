using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Agent.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>The stream of changes for pages: that of <see cref="EventStream"/>, for who is signed in by the session's cookie.</summary>
internal static class PageEvents
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/events", http => EventStream.WatchAsync(http, IdentifyAsync));

    private static ValueTask<DeskCaller> IdentifyAsync(HttpContext http) =>
        !http.RequestServices.GetRequiredService<SiteOrigin>().IsOwn(http) ? throw new DeskException(ErrorReason.RoleRequired, "the stream is for pages of this site")
        : PageSession.TokenOf(http) is { } token ? http.RequestServices.GetRequiredService<DeskIdentity>().IdentifyAsync(http, token.AsMemory(), PageRoute.Everybody, http.RequestAborted)
        : throw new DeskException(ErrorReason.TokenMissing, "nobody is signed in");
}
