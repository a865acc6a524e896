using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Security;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Grpc;

/// <summary>
/// Law 1: who calls, and for which tenant, is read from the verified token and from nowhere else. No method of the service runs without it; a fault
/// inside becomes INTERNAL without a word of what it was.
/// </summary>
internal sealed class CallerInterceptor(TokenValidator tokens, PolicySnapshots snapshots, ILogger<CallerInterceptor> log) : Interceptor
{
    private const string Scheme = "Bearer ";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            var http = context.GetHttpContext();
            http.Features.Set(await IdentifyAsync(http, MethodRoles.Of(context.Method), context.CancellationToken));
            return await continuation(request, context);
        }
        catch (Exception fault) when (fault is not (RpcException or OperationCanceledException))
        {
            log.CallFailed(fault, context.Method);
            throw RpcErrors.Make(StatusCode.Internal, ErrorReason.Internal, "the service failed inside");
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            var http = context.GetHttpContext();
            http.Features.Set(await IdentifyAsync(http, MethodRoles.Of(context.Method), context.CancellationToken));
            await continuation(request, responseStream, context);
        }
        catch (Exception fault) when (fault is not (RpcException or OperationCanceledException))
        {
            log.CallFailed(fault, context.Method);
            throw RpcErrors.Make(StatusCode.Internal, ErrorReason.Internal, "the service failed inside");
        }
    }

    private async ValueTask<Caller> IdentifyAsync(HttpContext http, PrincipalRoles needed, CancellationToken cancellationToken)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw RpcErrors.Unauthenticated(ErrorReason.TokenMissing, "one bearer token is needed");
        }

        var connection = http.Features.Get<ConnectionCaller>();
        if (connection?.Find(value) is not { } principal)
        {
            principal = await VerifyAsync(value.AsMemory(Scheme.Length), cancellationToken);
            connection?.Remember(value, principal);
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
        return result.Principal
            ?? throw RpcErrors.Unauthenticated(result.IsOutOfTime ? ErrorReason.TokenExpired : ErrorReason.TokenInvalid, result.Detail, WireNames.Of(result.Problem));
    }
}
