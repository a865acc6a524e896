namespace Grpc.Core.Interceptors;

/// <summary>A client call as its interceptors see it.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The authority, or null for the channel's.</summary>
    public string? Host { get; }

    public CallOptions Options { get; }
}
