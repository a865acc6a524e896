using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.Server;

/// <summary>Puts the interceptors of a service around a method, once, when it is mapped.</summary>
internal sealed class InterceptorChain(IServiceProvider root, IReadOnlyList<InterceptorRegistration> registrations)
{
    private readonly InstanceSource<Interceptor>[] _interceptors
        = [.. registrations.Select(registration => new InstanceSource<Interceptor>(root, registration.Type, registration.Arguments))];

    public UnaryServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> serve)
        where TRequest : class
        where TResponse : class
        => _interceptors.Reverse().Aggregate(serve, (next, source)
            => (request, context) => source.For(context).UnaryServerHandler(request, context, next));

    public ClientStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(ClientStreamingServerMethod<TRequest, TResponse> serve)
        where TRequest : class
        where TResponse : class
        => _interceptors.Reverse().Aggregate(serve, (next, source)
            => (requests, context) => source.For(context).ClientStreamingServerHandler(requests, context, next));

    public ServerStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(ServerStreamingServerMethod<TRequest, TResponse> serve)
        where TRequest : class
        where TResponse : class
        => _interceptors.Reverse().Aggregate(serve, (next, source)
            => (request, responses, context) => source.For(context).ServerStreamingServerHandler(request, responses, context, next));

    public DuplexStreamingServerMethod<TRequest, TResponse> Around<TRequest, TResponse>(DuplexStreamingServerMethod<TRequest, TResponse> serve)
        where TRequest : class
        where TResponse : class
        => _interceptors.Reverse().Aggregate(serve, (next, source)
            => (requests, responses, context) => source.For(context).DuplexStreamingServerHandler(requests, responses, context, next));
}
