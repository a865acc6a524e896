using Grpc.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From a call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    private const string Key = "__HttpContext";

    /// <summary>The request behind the call. A test's own context may leave one in its user state under <c>__HttpContext</c>.</summary>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext is HttpServerCall call
            ? call.Http
            : serverCallContext.UserState.TryGetValue(Key, out var value) && value is HttpContext http
                ? http
                : throw new InvalidOperationException("This call was not made over HTTP.");
    }
}
