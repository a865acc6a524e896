using Grpc.Core;
using Grpc.Text;

namespace Grpc.Server;

/// <summary>A stream of requests and a stream of responses.</summary>
internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    ServiceSettings settings, Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> serve)
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
            call.EnterSegment();
            var serving = serve(
                new RequestStream<TRequest>(call, method.RequestMarshaller, _text), new ResponseStream<TResponse>(call, method.ResponseMarshaller), call);
            call.LeaveSegment();
            await serving;
            call.End();
        }
        catch (Exception e)
        {
            call.EndWith(e);
        }

        await call.WaitForEndAsync();
    }
}
