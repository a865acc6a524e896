using AiDesk.Policy.Service.Handlers;
using EnvoyProxy.V3;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>Envoy's external authorization on the wire, with the caller that the interceptor verified.</summary>
internal sealed class AuthorizationGrpcService(AuthorizationHandler handler) : Authorization.AuthorizationBase
{
    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        handler.HandleAsync(context.GetHttpContext().Features.GetRequiredFeature<Caller>(), request, context.CancellationToken);
}
