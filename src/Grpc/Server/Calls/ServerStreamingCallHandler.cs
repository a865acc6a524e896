using Grpc.Core;
using Grpc.Text;

namespace Grpc.Server;

/// <summary>One request, a stream of responses.</summary>
internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    ServiceSettings settings, Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> serve)
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
            var request = await call.ReadSingleAsync(method.RequestMarshaller, _text);
            call.EnterSegment();
            var serving = serve(request, new ResponseStream<TResponse>(call, method.ResponseMarshaller), call);
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
