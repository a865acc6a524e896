using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.Server;

/// <summary>Takes a request of one method from Kestrel. One subclass per kind of method.</summary>
internal abstract class CallHandler(ServiceSettings settings, IMethod method)
{
    public Task HandleAsync(HttpContext http)
    {
        if (!HttpRequestCheck.Accept(http, settings.Logger))
        {
            return Task.CompletedTask;
        }

        var call = new HttpServerCall(http, settings, method);
        try
        {
            call.Begin();
        }
        catch (RpcException e)
        {
            call.EndWith(e);
            return Task.CompletedTask;
        }

        return RunAsync(call);
    }

    /// <summary>Serves the call to its end. Never throws.</summary>
    protected abstract Task RunAsync(HttpServerCall call);
}
