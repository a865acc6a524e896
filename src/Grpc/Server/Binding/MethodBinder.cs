using System.Reflection;
using Grpc.Core;

namespace Grpc.Server;

/// <summary>Receives the methods of a service from its generated code and binds each to the class that implements them.</summary>
internal sealed class MethodBinder<TService>(IServiceProvider root, ServiceSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly InstanceSource<TService> _services = new(root, typeof(TService), []);
    private readonly InterceptorChain _interceptors = new(root, settings.Interceptors);

    public List<MethodEndpoint> Endpoints { get; } = [];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var (call, info) = Find<UnaryServiceMethod<TService, TRequest, TResponse>>(method, typeof(TRequest), typeof(ServerCallContext));
        UnaryServerMethod<TRequest, TResponse> serve = (request, context) => call(_services.For(context), request, context);
        Add(method, info, new UnaryCallHandler<TRequest, TResponse>(settings, method, _interceptors.Around(serve)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (call, info) = Find<ClientStreamingServiceMethod<TService, TRequest, TResponse>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        ClientStreamingServerMethod<TRequest, TResponse> serve = (requests, context) => call(_services.For(context), requests, context);
        Add(method, info, new ClientStreamingCallHandler<TRequest, TResponse>(settings, method, _interceptors.Around(serve)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (call, info) = Find<ServerStreamingServiceMethod<TService, TRequest, TResponse>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        ServerStreamingServerMethod<TRequest, TResponse> serve
            = (request, responses, context) => call(_services.For(context), request, responses, context);
        Add(method, info, new ServerStreamingCallHandler<TRequest, TResponse>(settings, method, _interceptors.Around(serve)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (call, info) = Find<DuplexStreamingServiceMethod<TService, TRequest, TResponse>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        DuplexStreamingServerMethod<TRequest, TResponse> serve
            = (requests, responses, context) => call(_services.For(context), requests, responses, context);
        Add(method, info, new DuplexStreamingCallHandler<TRequest, TResponse>(settings, method, _interceptors.Around(serve)));
    }

    private static (TDelegate Call, MethodInfo Info) Find<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate
    {
        var info = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method for {method.FullName}.");
        return (info.CreateDelegate<TDelegate>(), info);
    }

    private void Add(IMethod method, MethodInfo info, CallHandler handler)
        => Endpoints.Add(new MethodEndpoint(
            method,
            handler,
            [
                .. typeof(TService).GetCustomAttributes(inherit: true),
                .. info.GetCustomAttributes(inherit: true),
                new Grpc.AspNetCore.Server.GrpcMethodMetadata(typeof(TService), method),
            ]));
}
