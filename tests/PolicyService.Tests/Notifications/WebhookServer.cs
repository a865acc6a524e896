using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Notifications;

/// <summary>A real HTTP server that answers webhooks as a test says, and keeps what came.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly WebApplication _app;
    private int _requests;

    private WebhookServer(Func<int, HttpContext, Task> answer, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.ListenLocalhostOn(port));
        _app = builder.Build();
        _app.Run(context => AnswerAsync(answer, context));
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Requests that came so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <param name="answer">Answers the n-th request, from 1; null answers 204.</param>
    /// <param name="port">0 for a free one.</param>
    public static async Task<WebhookServer> StartAsync(Func<int, HttpContext, Task>? answer = null, int port = 0)
    {
        var server = new WebhookServer(answer ?? ((_, context) => Status(context, 204)), port);
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
        return server;
    }

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Never answers: until the client goes.</summary>
    public static async Task HangAsync(HttpContext context) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async Task<Received> NextAsync() => await _received.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(Func<int, HttpContext, Task> answer, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var number = Interlocked.Increment(ref _requests);
        _received.Writer.TryWrite(new Received(
            context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        await answer(number, context);
    }
}

/// <summary>One request as it came.</summary>
internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Key => Headers["Idempotency-Key"];
}

internal static class Loopback
{
    public static void ListenLocalhostOn(this KestrelServerOptions kestrel, int port) => kestrel.Listen(System.Net.IPAddress.Loopback, port);
}
