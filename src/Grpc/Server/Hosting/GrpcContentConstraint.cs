using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Server;

/// <summary>Lets only gRPC requests match, so that other routes of the application stay as they are.</summary>
internal sealed class GrpcContentConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
        => httpContext is not null && GrpcProtocol.IsGrpc(httpContext.Request.ContentType);
}
