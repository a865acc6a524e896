using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>Components to HTML. A page is whole before its first byte is sent: one that fails half way is an error page and not half a page.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory logs)
{
    public async Task WriteAsync(HttpContext http, PageFrame frame, PageView view)
    {
        using var buffer = new StringWriter(new StringBuilder(16 * 1024), frame.Culture);
        await using (var renderer = new HtmlRenderer(services, logs))
        {
            await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var root = await renderer.RenderComponentAsync<Shared.Document>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [nameof(Shared.Document.Frame)] = frame,
                    [nameof(Shared.Document.Title)] = view.Title,
                    [nameof(Shared.Document.Content)] = view.Component,
                    [nameof(Shared.Document.Model)] = view.Model,
                })).ConfigureAwait(false);
                root.WriteHtmlTo(buffer);
            }).ConfigureAwait(false);
        }

        http.Response.StatusCode = view.Status;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(buffer.ToString(), http.RequestAborted).ConfigureAwait(false);
    }
}
