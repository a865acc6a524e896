using Grpc.Core;
using Grpc.Text;

namespace Grpc.Server;

/// <summary>A stream of requests, one response.</summary>
internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    ServiceSettings settings, Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> serve)
    : CallHandler(settings, method)
    where TRequest : class
    where TResponse : class
{
    private readonly TextCheck? _text = TextCheck.For<TRequest>();

    protected override async Task RunAsync(HttpServerCall call)
    {
        try
        {
            call.BeginStream();
            var response = await serve(new RequestStream<TRequest>(call, method.RequestMarshaller, _text), call)
                ?? throw new InvalidOperationException($"{method.FullName} returned no message.");
            call.EndWith(method.ResponseMarshaller, response);
        }
        catch (Exception e)
        {
            call.EndWith(e);
        }

        await call.WaitForEndAsync();
    }
}
