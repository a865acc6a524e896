using System.Collections.Frozen;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Rest;

/// <summary>
/// The methods of PolicyService as gRPC serves them, behind the same interceptor: a call over REST is identified, admitted, answered, counted and recorded by the very
/// same code.
/// </summary>
internal sealed class RestCalls
{
    private readonly FrozenDictionary<string, RestCall> _calls;

    public RestCalls(PolicyGrpcService service, CallerInterceptor interceptor)
    {
        var binder = new RestBinder(interceptor);
        PolicyService.BindService(binder, service);
        _calls = binder.Calls.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <param name="method">As gRPC calls it.</param>
    public RestCall For(string method) => _calls[method];

    private sealed class RestBinder(CallerInterceptor interceptor) : ServiceBinderBase
    {
        public Dictionary<string, RestCall> Calls { get; } = new(StringComparer.Ordinal);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            Calls.Add(method.FullName, new RestCall<TRequest, TResponse>(interceptor, handler!));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
            // Streams need gRPC.
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
        }
    }
}
