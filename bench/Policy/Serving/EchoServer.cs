using System.Collections.Concurrent;
using System.Net;
using AiDesk.Bench.V1;
using AiDesk.Transport;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Bench.Policy.Serving;

/// <summary>The reference: the same layer, one unary method, nothing decided.</summary>
internal sealed class EchoServer : IServed
{
    private readonly WebApplication _app;

    private EchoServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<EchoServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.UseGrpcLimits(new GrpcTransportOptions());
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseGrpc());
        });
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<EchoAnswers>();
        var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<EchoAnswers>();
        await app.StartAsync(CancellationToken.None);
        return new EchoServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class EchoAnswers : EchoService.EchoServiceBase
    {
        private static readonly ConcurrentDictionary<int, string> Answers = new();

        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
            Task.FromResult(new EchoResponse { Text = Answers.GetOrAdd(request.AnswerLength, length => new string('a', length)) });
    }
}
