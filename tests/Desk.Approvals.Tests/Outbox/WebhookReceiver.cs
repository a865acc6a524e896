using System.Collections.Concurrent;
using System.Globalization;
using AiDesk.Agent.Outbox.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Desk.ApprovalsTests.Outbox;

/// <summary>The other side of a webhook: checks the signature, refuses what comes late, and counts what it takes.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string KeyId = "k1";

    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly bool _oncePerKey;
    private readonly bool _refusesLate;

    private WebhookReceiver(WebApplication app, TimeProvider clock, bool oncePerKey, bool refusesLate)
    {
        _refusesLate = refusesLate;
        _app = app;
        _clock = clock;
        _oncePerKey = oncePerKey;
    }

    public static byte[] Secret { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static WebhookOptions Options { get; } = new() { Keys = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [KeyId] = Secret } };

    /// <summary>What it has taken, by key: one entry for each message that a customer would see.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    public int Requests { get; private set; }

    /// <summary>Says what to do with a POST before it is taken: a status, or null to take it.</summary>
    public Func<int?> Before { get; set; } = () => null;

    /// <summary>After it was taken the connection is cut, without a word.</summary>
    public bool CutsAfterTaking { get; set; }

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";

    /// <param name="clock">By which it judges deadlines.</param>
    /// <param name="oncePerKey">It takes a key once, as an idempotent one does.</param>
    /// <param name="refusesLate">It refuses what comes after its deadline: what a channel needs that can be asked and does not take a key once.</param>
    public static async Task<WebhookReceiver> StartAsync(TimeProvider clock, bool oncePerKey, bool refusesLate = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app, clock, oncePerKey, refusesLate);
        app.MapPost("/hook", receiver.TakeAsync);
        app.MapGet("/hook/{key}", receiver.FindAsync);
        await app.StartAsync(CancellationToken.None);
        return receiver;
    }

    public int Count(Guid run) => Taken.Count(key => key == run.ToString());

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        Requests++;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var key = http.Request.Headers[WebhookSignature.KeyHeader].ToString();
        if (!IsSigned(http.Request, key, body.ToArray()))
        {
            http.Response.StatusCode = 401;
            return;
        }

        if (Before() is { } status)
        {
            http.Response.StatusCode = status;
            return;
        }

        if (!_oncePerKey || !Taken.Contains(key, StringComparer.Ordinal))
        {
            Taken.Enqueue(key);
        }

        if (CutsAfterTaking)
        {
            http.Abort();
            return;
        }

        await http.Response.WriteAsync("""{"id":"m-1"}""", http.RequestAborted);
    }

    private async Task FindAsync(HttpContext http, string key)
    {
        if (!IsSigned(http.Request, key, []))
        {
            http.Response.StatusCode = 401;
        }
        else if (Taken.Contains(key, StringComparer.Ordinal))
        {
            await http.Response.WriteAsync("""{"id":"m-1"}""", http.RequestAborted);
        }
        else
        {
            http.Response.StatusCode = 404;
        }
    }

    private bool IsSigned(HttpRequest request, string key, byte[] body)
    {
        var timestamp = long.Parse(request.Headers[WebhookSignature.TimestampHeader]!, CultureInfo.InvariantCulture);
        var deadline = long.Parse(request.Headers[WebhookSignature.DeadlineHeader]!, CultureInfo.InvariantCulture);
        return request.Headers[WebhookSignature.SignatureHeader] == WebhookSignature.Of(Secret, timestamp, deadline, key, body) && (!_refusesLate || _clock.GetUtcNow().ToUnixTimeMilliseconds() <= deadline);
    }
}
