using AiDesk.Agent.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>One request for a page, by somebody who is known.</summary>
internal sealed class PageRequest(HttpContext http, DeskCaller caller, PageFrame frame, IFormCollection? form)
{
    public HttpContext Http => http;

    public DeskCaller Caller => caller;

    public PageFrame Frame => frame;

    public CancellationToken Aborted => http.RequestAborted;

    public T Get<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>A name in braces of the route's path.</summary>
    public string Route(string name) => (string)http.Request.RouteValues[name]!;

    /// <summary>Empty when it is absent; the last when it is there twice.</summary>
    public string Query(string name) => http.Request.Query[name].LastOrDefault() ?? "";

    /// <summary>A field of the form, with line ends as text has them (forms send CR LF); empty when it is absent.</summary>
    public string Form(string name) => (form?[name].LastOrDefault() ?? "").ReplaceLineEndings("\n");
}
