using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps server reflection.</summary>
public static class GrpcReflectionEndpointRouteBuilderExtensions
{
    /// <summary>Serves reflection v1 and v1alpha: every service that is mapped, now or later, is listed.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder)
    {
        builder.MapGrpcService<ReflectionV1AlphaService>();
        return builder.MapGrpcService<ReflectionV1Service>();
    }
}
