using System.Diagnostics;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Policies;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>
/// Law 1: who calls, and for which tenant, is read from the verified token and from nowhere else. No method of the service runs without it; a tenant that has
/// its share of calls in flight is refused when the service is full; a fault inside becomes INTERNAL without a word of what it was.
/// </summary>
internal sealed class CallerInterceptor(
    TokenValidator tokens, PolicySnapshots snapshots, AdmissionGate gate, ServiceMetrics metrics, TimeProvider clock, ILogger<CallerInterceptor> log) : Interceptor
{
    private const string Scheme = "Bearer ";

    /// <summary>Probes have no token. Whatever else is mapped is closed without one.</summary>
    private const string HealthService = "/grpc.health.v1.Health/";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        context.Method.StartsWith(HealthService, StringComparison.Ordinal) ? continuation(request, context) : ServeAsync(request, context, continuation);

    private async Task<TResponse> ServeAsync<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var begun = Stopwatch.GetTimestamp();
        var rpc = RpcLabel<TRequest>.Of(context.Method);
        var http = context.GetHttpContext();
        var span = RpcTracing.Start(http, context.Method, rpc);
        var code = StatusCode.OK;
        TenantLoad? load = null;
        try
        {
            (var caller, load) = await AdmitAsync(http, context);
            http.Features.Set(caller);
            return await continuation(request, context);
        }
        catch (Exception fault) when (IsOfTheService(fault, ref code))
        {
            log.CallFailed(context.Method, FaultText.Of(fault));
            throw RpcErrors.Make(StatusCode.Internal, ErrorReason.Internal, "the service failed inside");
        }
        finally
        {
            if (load is not null)
            {
                gate.Leave(load);
            }

            metrics.Ended(rpc, code, begun);
            RpcTracing.Ended(span, code);
        }
    }

    /// <summary>A stream is a call in flight for as long as it lives; how many there may be is limited besides where they are served.</summary>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (context.Method.StartsWith(HealthService, StringComparison.Ordinal))
        {
            await continuation(request, responseStream, context);
            return;
        }

        var begun = Stopwatch.GetTimestamp();
        var rpc = RpcLabel<TRequest>.Of(context.Method);
        var code = StatusCode.OK;
        TenantLoad? load = null;
        try
        {
            var http = context.GetHttpContext();
            (var caller, load) = await AdmitAsync(http, context);
            http.Features.Set(caller);
            await continuation(request, responseStream, context);
        }
        catch (Exception fault) when (IsOfTheService(fault, ref code))
        {
            log.CallFailed(context.Method, FaultText.Of(fault));
            throw RpcErrors.Make(StatusCode.Internal, ErrorReason.Internal, "the service failed inside");
        }
        finally
        {
            if (load is not null)
            {
                gate.Leave(load);
            }

            metrics.Ended(rpc, code, begun);
        }
    }

    /// <summary>No method of ours only reads a stream. One that will is closed until it is identified here: it does not pass because nobody thought of it.</summary>
    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        IsOurs(context) ? throw RpcErrors.Unauthenticated(ErrorReason.TokenMissing, "streams of requests are not served") : continuation(requestStream, context);

    /// <summary>Verified when it opens, and a call in flight for as long as it is open: it works with every message, and holds what has come.</summary>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (!IsOurs(context))
        {
            await continuation(requestStream, responseStream, context);
            return;
        }

        var begun = Stopwatch.GetTimestamp();
        var rpc = RpcLabel<TRequest>.Of(context.Method);
        var http = context.GetHttpContext();
        var span = RpcTracing.Start(http, context.Method, rpc);
        var code = StatusCode.OK;
        TenantLoad? load = null;
        try
        {
            (var caller, load) = await AdmitAsync(http, context);
            http.Features.Set(caller);
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception fault) when (IsOfTheService(fault, ref code))
        {
            log.CallFailed(context.Method, FaultText.Of(fault));
            throw RpcErrors.Make(StatusCode.Internal, ErrorReason.Internal, "the service failed inside");
        }
        finally
        {
            if (load is not null)
            {
                gate.Leave(load);
            }

            metrics.Ended(rpc, code, begun);
            RpcTracing.Ended(span, code);
        }
    }

    private async ValueTask<(Caller Caller, TenantLoad Load)> AdmitAsync(HttpContext http, ServerCallContext context)
    {
        var caller = await IdentifyAsync(http, MethodRoles.Of(context.Method), context.CancellationToken);
        return gate.TryEnter(caller.Principal.Tenant, out var load) ? (caller, load) : throw Overload.Refusal();
    }

    private static bool IsOurs(ServerCallContext context) => context.Method.StartsWith("/aidesk.", StringComparison.Ordinal);

    /// <summary>Notes what the call ends with; false for what is the caller's doing.</summary>
    private static bool IsOfTheService(Exception fault, ref StatusCode code)
    {
        code = fault switch
        {
            RpcException known => known.StatusCode,
            OperationCanceledException => StatusCode.Cancelled,
            _ => StatusCode.Internal,
        };
        return fault is not (RpcException or OperationCanceledException);
    }

    private async ValueTask<Caller> IdentifyAsync(HttpContext http, PrincipalRoles needed, CancellationToken cancellationToken)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            metrics.TokenRefused(ServiceMetrics.TokenMissing);
            throw RpcErrors.Unauthenticated(ErrorReason.TokenMissing, "one bearer token is needed");
        }

        var connection = http.Features.Get<ConnectionCaller>();
        if (connection?.Find(value, clock) is not { } principal)
        {
            principal = await VerifyAsync(value.AsMemory(Scheme.Length), cancellationToken);
            connection?.Remember(value, principal, clock);
        }

        if (!principal.Has(needed))
        {
            throw RpcErrors.RoleRequired(MethodRoles.NameOf(needed));
        }

        return snapshots.For(principal.Tenant) is { } snapshot ? new Caller(principal, snapshot) : throw RpcErrors.TenantUnknown();
    }

    private async ValueTask<Principal> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        var result = await tokens.ValidateAsync(token, cancellationToken);
        if (result.Principal is { } principal)
        {
            return principal;
        }

        var problem = WireNames.Of(result.Problem);
        metrics.TokenRefused(problem);
        throw RpcErrors.Unauthenticated(result.IsOutOfTime ? ErrorReason.TokenExpired : ErrorReason.TokenInvalid, result.Detail, problem);
    }
}
