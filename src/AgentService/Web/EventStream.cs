using System.Globalization;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Web;

/// <summary>What changes, as server-sent events: <c>GET /api/events</c>. A browser that comes back says with <c>Last-Event-ID</c> where it left off.</summary>
internal static class EventStream
{
    /// <summary>A comment so often keeps proxies from closing a stream on which nothing happens.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/events", http => WatchAsync(http, IdentifyAsync));

    private static ValueTask<DeskCaller> IdentifyAsync(HttpContext http) =>
        http.RequestServices.GetRequiredService<DeskIdentity>().IdentifyAsync(http, DeskOperations.RolesByMethod[DeskOperations.WatchEvents], http.RequestAborted);

    /// <param name="http">The request.</param>
    /// <param name="identify">Who asks: the bearer of a token here, a session on pages.</param>
    public static async Task WatchAsync(HttpContext http, Func<HttpContext, ValueTask<DeskCaller>> identify)
    {
        try
        {
            var services = http.RequestServices;
            var clock = services.GetRequiredService<TimeProvider>();
            var caller = await identify(http).ConfigureAwait(false);
            var request = new WatchEventsRequest { ConversationId = http.Request.Query["conversation_id"].ToString(), AfterCursor = http.Request.Headers["Last-Event-ID"].ToString() };
            using var session = new SessionEnd(http.Features.Get<Principal>()!, clock, http.RequestAborted);
            var events = services.GetRequiredService<DeskEvents>();

            // A stream that may not be opened is refused before it begins.
            using var watch = await events.OpenAsync(caller, request, session.Token).ConfigureAwait(false);
            await WriteAsync(http.Response, token => events.FollowAsync(caller, watch, token), clock, session.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The browser went away, or its token expired: it comes back with a new one.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await DeskHttp.RefuseAsync(http, fault).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(HttpResponse response, Func<CancellationToken, IAsyncEnumerable<DeskEvent>> events, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var changes = events(ended.Token).GetAsyncEnumerator(ended.Token);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            await response.WriteAsync(": open\n\n", cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var beat = Task.Delay(Beat, clock, cancellationToken);
                if (await Task.WhenAny(next, beat).ConfigureAwait(false) == next)
                {
                    if (!await next.ConfigureAwait(false))
                    {
                        return;
                    }

                    var changed = changes.Current;
                    await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {changed.Cursor}\nevent: {changed.Kind}\ndata: {DeskHttp.Format(changed)}\n\n"), cancellationToken).ConfigureAwait(false);
                    next = changes.MoveNextAsync().AsTask();
                }
                else
                {
                    await beat.ConfigureAwait(false);
                    await response.WriteAsync(": \n\n", cancellationToken).ConfigureAwait(false);
                }

                await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // What is being waited for ends first: until then there is nothing to dispose of.
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
