using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Policy.Service.Rest;

/// <summary>Answers requests that nothing took with 404 and an error as JSON. Behind everything else, so that no call that is served passes it.</summary>
internal sealed class RestUnknown : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        app.Use((http, rest) => http.GetEndpoint() is null && !IsGrpc(http.Request) ? RestErrors.WriteNotFoundAsync(http) : rest(http));
    };

    /// <summary>gRPC has an answer of its own.</summary>
    private static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
