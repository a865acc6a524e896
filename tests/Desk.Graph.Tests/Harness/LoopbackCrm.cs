using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Desk.GraphTests.Harness;

/// <summary>A CRM on a free loopback port that keeps what it was told.</summary>
internal sealed class LoopbackCrm : IAsyncDisposable
{
    private readonly WebApplication _application;

    private LoopbackCrm(WebApplication application) => _application = application;

    public ConcurrentQueue<CrmCall> Calls { get; } = new();

    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/crm");

    public static async Task<LoopbackCrm> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var crm = new LoopbackCrm(application);
        application.MapPost("/crm", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            crm.Calls.Enqueue(new CrmCall(
                context.Request.Headers["Idempotency-Key"].ToString(), context.Request.Headers["AiDesk-Timestamp"].ToString(), context.Request.Headers["AiDesk-Signature"].ToString(), body.ToArray()));
            await answer(context);
        });
        await application.StartAsync(CancellationToken.None);
        return crm;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}

internal sealed record CrmCall(string IdempotencyKey, string Timestamp, string Signature, byte[] Body);
