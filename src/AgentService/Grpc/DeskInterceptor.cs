using System.Collections.Frozen;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Agent.Web;
using AiDesk.Identity;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Grpc;

/// <summary>Every call is identified, and its role asked for, before it reaches a service. A method that no operation names is closed.</summary>
internal sealed class DeskInterceptor(DeskIdentity identity, ILogger<DeskInterceptor> log) : Interceptor
{
    private const string HealthService = "/grpc.health.v1.Health/";

    private static readonly FrozenDictionary<string, PrincipalRoles> Roles = DeskOperations.RolesByMethod;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (context.Method.StartsWith(HealthService, StringComparison.Ordinal))
        {
            return await continuation(request, context).ConfigureAwait(false);
        }

        try
        {
            await IdentifyAsync(context).ConfigureAwait(false);
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw ToRpc(context, fault);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (context.Method.StartsWith(HealthService, StringComparison.Ordinal))
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
            return;
        }

        try
        {
            await IdentifyAsync(context).ConfigureAwait(false);
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw ToRpc(context, fault);
        }
    }

    /// <summary>The desk reads no streams.</summary>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) => throw Closed();

    /// <inheritdoc cref="ClientStreamingServerHandler"/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) => throw Closed();

    private async Task IdentifyAsync(ServerCallContext context)
    {
        if (!Roles.TryGetValue(context.Method, out var needed))
        {
            throw Closed();
        }

        var http = context.GetHttpContext();
        http.Features.Set(await identity.IdentifyAsync(http, needed, context.CancellationToken).ConfigureAwait(false));
    }

    private static RpcException Closed() => DeskErrors.ToRpc(new DeskException(ErrorReason.RoleRequired, "this call is not open to anybody"));

    private RpcException ToRpc(ServerCallContext context, Exception fault)
    {
        if (DeskErrors.Of(fault) is { } known)
        {
            return DeskErrors.ToRpc(known);
        }

        log.CallFailed(context.Method, fault.GetType().Name + ": " + fault.StackTrace?.Split('\n', 2)[0].Trim());
        return DeskErrors.ToRpc(new DeskException(ErrorReason.Internal, "the service failed inside"));
    }
}
