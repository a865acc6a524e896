using AiDesk.Policy.Service.Envoy;
using AiDesk.Policy.Service.Grpc;
using AiDesk.Policy.Service.Observability.Health;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Policy.Service.Rest;
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
        app.MapGrpcService<RateLimitGrpcService>();
        app.MapGrpcService<AuthorizationGrpcService>();
        app.MapGrpcHealth();
        RestEndpoints.Map(app);
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet("/healthz/live", () => Results.Text("""{"status":"alive"}""", "application/json"));
        app.MapGet("/healthz/ready", (Readiness readiness) =>
        {
            var report = readiness.Look();
            return Results.Text(report.ToJson(), "application/json", report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        app.MapGet("/readyz", (Readiness readiness) => readiness.Look() is var report && report.IsReady ? Results.Text(report.Summary) : Results.Text(report.Summary, statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/metrics", (PrometheusCollector metrics) => Results.Text(metrics.Collect(PrometheusText.Write), PrometheusText.ContentType));
    }
}
