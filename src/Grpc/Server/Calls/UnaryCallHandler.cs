using Grpc.Core;
using Grpc.Text;

namespace Grpc.Server;

/// <summary>One request, one response.</summary>
internal sealed class UnaryCallHandler<TRequest, TResponse>(
    ServiceSettings settings, Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> serve)
    : CallHandler(settings, method)
    where TRequest : class
    where TResponse : class
{
    private readonly TextCheck? _text = TextCheck.For<TRequest>();

    protected override async Task RunAsync(HttpServerCall call)
    {
        try
        {
            var request = await call.ReadSingleAsync(method.RequestMarshaller, _text);
            var response = await serve(request, call) ?? throw new InvalidOperationException($"{method.FullName} returned no message.");
            call.EndWith(method.ResponseMarshaller, response);
        }
        catch (Exception e)
        {
            call.EndWith(e);
        }

        await call.WaitForEndAsync();
    }
}
