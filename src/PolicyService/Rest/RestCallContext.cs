using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Policy.Service.Rest;

/// <summary>A call over HTTP as interceptors and methods see it. It has no deadline of its own: it ends when the client goes away.</summary>
internal sealed class RestCallContext : ServerCallContext
{
    /// <summary>Where <c>GetHttpContext</c> looks, ours and the official one.</summary>
    private const string HttpKey = "__HttpContext";

    private readonly HttpContext _http;
    private readonly string _method;

    /// <param name="http">The request.</param>
    /// <param name="method">The RPC's path: roles, metrics and logs go by it.</param>
    public RestCallContext(HttpContext http, string method)
    {
        _http = http;
        _method = method;
        UserState[HttpKey] = http;
    }

    protected override string MethodCore => _method;

    protected override string HostCore => _http.Request.Host.Value ?? "";

    protected override string PeerCore => _http.Connection.RemoteIpAddress?.ToString() ?? "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override CancellationToken CancellationTokenCore => _http.RequestAborted;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new(null, []);

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => throw new NotSupportedException("a call over REST has no headers of its own");

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException("a call over REST is not passed on");
}
