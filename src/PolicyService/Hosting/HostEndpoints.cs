using AiDesk.Policy.Service.Grpc;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>What answers where.</summary>
internal static class HostEndpoints
{
    public static void Map(WebApplication app)
    {
        app.UseRouting();
        app.MapGrpcService<PolicyGrpcService>();
        app.MapGrpcService<PolicyAdminGrpcService>();
        app.MapGrpcHealth();
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet("/readyz", (Readiness readiness) => readiness.Problem is { } problem ? Results.Text(problem, statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text(readiness.Degradation ?? "ready"));
    }
}
