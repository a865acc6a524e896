using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Server;

/// <summary>Tells how long the container keeps an instance of a type. Looked at when services are mapped, after the container was built.</summary>
internal sealed class RegisteredLifetimes(IServiceCollection services)
{
    /// <summary>Null when the type is not registered.</summary>
    public ServiceLifetime? Of(Type type)
        => services.LastOrDefault(descriptor => !descriptor.IsKeyedService && descriptor.ServiceType == type)?.Lifetime;
}
