using System.Text.Json;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Agent.Web;

/// <summary>The desk's calls as JSON over HTTP: protobuf's canonical mapping both ways, errors as <c>{"error":{code,reason,message,metadata}}</c>.</summary>
internal static class DeskHttp
{
    private const string Json = "application/json; charset=utf-8";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var operation in DeskOperations.All)
        {
            endpoints.MapMethods(operation.Path, [operation.Verb], http => AnswerAsync(http, operation));
        }
    }

    /// <summary>One message as a line of JSON.</summary>
    public static string Format(IMessage message) => Formatter.Format(message);

    /// <summary>Answers with an error, whatever was thrown.</summary>
    public static Task RefuseAsync(HttpContext http, Exception fault)
    {
        if (DeskErrors.Of(fault) is not { } known)
        {
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("AiDesk.Agent.Http");
            log.CallFailed(http.Request.Path, fault.GetType().Name + ": " + fault.StackTrace?.Split('\n', 2)[0].Trim());
            known = new DeskException(ErrorReason.Internal, "the service failed inside");
        }

        http.Response.StatusCode = DeskErrors.HttpStatusOf(known.Reason);
        http.Response.ContentType = Json;
        http.Response.Headers.CacheControl = "no-store";
        var error = new { code = DeskErrors.CodeOf(known.Reason).ToString(), reason = DeskErrors.NameOf(known.Reason), message = known.Message, metadata = known.Metadata };
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { error }), http.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext http, DeskOperation operation)
    {
        try
        {
            var caller = await http.RequestServices.GetRequiredService<DeskIdentity>().IdentifyAsync(http, operation.Roles, http.RequestAborted).ConfigureAwait(false);
            var request = await HttpBinding.ReadAsync(operation.Rpc.InputType, http, http.RequestAborted).ConfigureAwait(false);
            var response = await operation.AnswerAsync(request, caller, http.RequestServices, http.RequestAborted).ConfigureAwait(false);
            http.Response.ContentType = Json;
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsync(Format(response), http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await RefuseAsync(http, fault).ConfigureAwait(false);
        }
    }
}
