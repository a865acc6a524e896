using AiDesk.Agent.Grpc;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Storage;
using AiDesk.Agent.Web;
using AiDesk.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace AiDesk.Agent.Hosting;

/// <summary>What answers where.</summary>
internal static class DeskEndpoints
{
    public static void Map(WebApplication app)
    {
        app.UseRouting();
        app.MapGrpcService<AgentGrpcService>();
        app.MapGrpcService<KnowledgeGrpcService>();
        app.MapGrpcService<MetricsGrpcService>();
        app.MapGrpcHealth();
        DeskHttp.Map(app);
        EventStream.Map(app);
        PageSite.Map(app);
        app.MapGet("/api/openapi.json", () => Results.Text(DeskOpenApi.Text, "application/json"));
        app.MapGet("/.well-known/jwks.json", (DeskKey key) => Results.Text(key.Key.ExportJwks(), "application/json"));
        app.MapGet("/healthz/live", () => Results.Text("""{"status":"alive"}""", "application/json"));
        app.MapGet("/healthz/ready", ReadyAsync);
    }

    /// <summary>Ready when the database answers. The policy service may be away: runs then end with a person, which is what the desk is for.</summary>
    private static async Task<IResult> ReadyAsync(DeskDatabase database, HttpContext http)
    {
        try
        {
            await using var connection = await database.OpenWorkerAsync(http.RequestAborted).ConfigureAwait(false);
            return Results.Text("""{"status":"ready"}""", "application/json");
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            return Results.Text("""{"status":"not ready","database":"does not answer"}""", "application/json", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
