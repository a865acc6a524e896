using AiDesk.Transport;
using Grpc.AspNetCore.Server;
using Grpc.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps services to their paths.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    private static readonly string[] Post = ["POST"];

    /// <summary>Serves the methods of a class that derives from a generated base.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var provider = builder.ServiceProvider;
        var mapped = provider.GetService<MappedServices>()
            ?? throw new InvalidOperationException("Call AddGrpc on the service collection before mapping gRPC services.");
        var all = provider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var own = provider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var transport = provider.GetRequiredService<IOptions<GrpcTransportOptions>>().Value;
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TService).FullName ?? typeof(TService).Name);
        var binder = new MethodBinder<TService>(provider, new ServiceSettings(all, own, transport, logger));
        ServiceContract.Bind(typeof(TService), binder);
        mapped.Add(ServiceContract.DescriptorOf(typeof(TService)), binder.Endpoints.Select(endpoint => endpoint.Method.ServiceName));

        List<IEndpointConventionBuilder> conventions = [];
        foreach (var endpoint in binder.Endpoints)
        {
            conventions.Add(builder.MapMethods(endpoint.Method.FullName, Post, endpoint.Handler.HandleAsync)
                .WithDisplayName($"gRPC - {endpoint.Method.FullName}")
                .WithMetadata([.. endpoint.Metadata]));
        }

        return new GrpcServiceEndpointConventionBuilder(conventions);
    }
}
