using System.Collections.Concurrent;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Client.Tests.Running;

/// <summary>A service that answers as a test says, for what the real one does not do on demand. What is not scripted it does not know, as an old service.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedService(WebApplication app, Script script)
    {
        _app = app;
        Script = script;
    }

    public Script Script { get; }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<ScriptedService> StartAsync(Script script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(script);
        var app = builder.Build();
        app.MapGrpcService<ScriptedPolicyService>();
        await app.StartAsync();
        return new ScriptedService(app, script);
    }

    public PolicyClient Client(Func<PolicyClientOptions, PolicyClientOptions>? change = null)
    {
        var options = new PolicyClientOptions { Address = Address, Token = "t", Deadline = TimeSpan.FromSeconds(20) };
        return new PolicyClient(change?.Invoke(options) ?? options);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>What it answers, and what it was asked.</summary>
internal sealed class Script
{
    public Func<CheckInputRequest, ServerCallContext, Task<CheckInputResponse>>? CheckInput { get; init; }

    public Func<CheckOutputRequest, ServerCallContext, Task<CheckOutputResponse>>? CheckOutput { get; init; }

    public Func<SettleRequest, ServerCallContext, Task<SettleResponse>>? Settle { get; init; }

    public Func<RedeemDecisionRequest, ServerCallContext, Task<RedeemDecisionResponse>>? RedeemDecision { get; init; }

    /// <summary>Request ids, or other marks that a script notes.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>Fails as a service that goes away, but for every <paramref name="nth"/> call.</summary>
    public void FailUnless(string seen, int nth)
    {
        Seen.Enqueue(seen);
        if (Seen.Count % nth != 0)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "going away"));
        }
    }
}

internal sealed class ScriptedPolicyService(Script script) : PolicyService.PolicyServiceBase
{
    public override Task<CheckInputResponse> CheckInput(CheckInputRequest request, ServerCallContext context)
        => script.CheckInput?.Invoke(request, context) ?? base.CheckInput(request, context);

    public override Task<CheckOutputResponse> CheckOutput(CheckOutputRequest request, ServerCallContext context)
        => script.CheckOutput?.Invoke(request, context) ?? base.CheckOutput(request, context);

    public override Task<SettleResponse> Settle(SettleRequest request, ServerCallContext context)
        => script.Settle?.Invoke(request, context) ?? base.Settle(request, context);

    public override Task<RedeemDecisionResponse> RedeemDecision(RedeemDecisionRequest request, ServerCallContext context)
        => script.RedeemDecision?.Invoke(request, context) ?? base.RedeemDecision(request, context);
}
