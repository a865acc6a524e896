using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiDesk.Transport;

/// <summary>Adds the health service to a host.</summary>
public static class GrpcHealthExtensions
{
    /// <summary>Registers <see cref="ServingState"/>, which says what is being served.</summary>
    public static IServiceCollection AddGrpcHealth(this IServiceCollection services)
    {
        services.TryAddSingleton<ServingState>();
        services.TryAddSingleton<HealthServiceImpl>(provider => provider.GetRequiredService<ServingState>().Service);
        return services;
    }

    /// <summary>Serves <c>grpc.health.v1.Health</c>.</summary>
    public static IEndpointConventionBuilder MapGrpcHealth(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<HealthServiceImpl>();
}
