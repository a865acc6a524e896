using AiDesk.Policy.Service.Handlers;
using EnvoyProxy.V3;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>Envoy's rate limit service on the wire, with the caller that the interceptor verified.</summary>
internal sealed class RateLimitGrpcService(RateLimitHandler handler) : RateLimitService.RateLimitServiceBase
{
    public override Task<RateLimitResponse> ShouldRateLimit(RateLimitRequest request, ServerCallContext context) =>
        handler.HandleAsync(context.GetHttpContext().Features.GetRequiredFeature<Caller>(), request, context.CancellationToken).AsTask();
}
