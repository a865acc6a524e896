using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Server;

/// <summary>
/// Answers gRPC requests that nothing in the application took with UNIMPLEMENTED. At the end of the pipeline and not as a route with parameters:
/// such a route would be weighed against every call, which costs more than the rest of the routing.
/// </summary>
internal sealed class UnknownCalls(MappedServices mapped, IOptions<GrpcServiceOptions> options, ILogger<UnknownCalls> logger) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
        => app =>
        {
            next(app);
            app.Use((http, rest) =>
            {
                var path = http.Request.Path.Value ?? string.Empty;
                var isKnown = mapped.Knows(path);
                return Wire.GrpcProtocol.IsGrpc(http.Request.ContentType)
                    && HttpRequestCheck.IsPost(http)
                    && http.GetEndpoint() is null
                    && (isKnown || options.Value.IgnoreUnknownServices != true)
                        ? HttpRequestCheck.RefuseUnknown(http, logger, isKnown ? "Method is unimplemented." : "Service is unimplemented.")
                        : rest(http);
            });
        };
}
