using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.Server;

/// <summary>Turns away what is HTTP, but not gRPC over HTTP/2.</summary>
internal static class HttpRequestCheck
{
    public static bool Accept(HttpContext http, ILogger logger)
    {
        if (http.Request.Protocol.Length != 6 || http.Request.Protocol[5] is not ('2' or '3'))
        {
            Log.NotGrpc(logger, http.Request.Path, "the protocol is not HTTP/2.");
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            http.Response.Headers.Upgrade = "h2";
            http.Response.Headers.Connection = "upgrade";
            return false;
        }

        if (!GrpcProtocol.IsGrpc(http.Request.ContentType))
        {
            Log.NotGrpc(logger, http.Request.Path, "the content type is not application/grpc.");
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }

        return true;
    }

    public static bool IsPost(HttpContext http) => HttpMethods.IsPost(http.Request.Method);

    /// <summary>Answers a path that no method has.</summary>
    public static Task RefuseUnknown(HttpContext http, ILogger logger, string what)
    {
        if (Accept(http, logger))
        {
            http.Response.ContentType = GrpcProtocol.ContentType;
            http.Response.Headers.GrpcStatus = ((int)StatusCode.Unimplemented).ToString(System.Globalization.CultureInfo.InvariantCulture);
            http.Response.Headers.GrpcMessage = what;
        }

        return Task.CompletedTask;
    }
}
