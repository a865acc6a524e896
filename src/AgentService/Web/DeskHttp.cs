using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Hosting.Http;
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
    /// <summary>Longest body, in bytes; pushed documents need most.</summary>
    public const int BodyLimit = 6 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var operation in DeskOperations.All)
        {
            endpoints.MapMethods(operation.Path, [operation.Verb], http => AnswerAsync(http, operation));
        }
    }

    /// <summary>One message as a line of JSON.</summary>
    public static string Format(IMessage message) => JsonText.Of(message);

    /// <summary>Answers with an error, whatever was thrown.</summary>
    public static Task RefuseAsync(HttpContext http, Exception fault)
    {
        if (DeskErrors.Of(fault) is not { } known)
        {
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("AiDesk.Agent.Http");
            log.CallFailed(http.Request.Path, fault.GetType().Name + ": " + fault.StackTrace?.Split('\n', 2)[0].Trim());
            known = new DeskException(ErrorReason.Internal, "the service failed inside");
        }

        return JsonText.WriteErrorAsync(
            http, DeskErrors.HttpStatusOf(known.Reason), DeskErrors.CodeOf(known.Reason).ToString(), DeskErrors.NameOf(known.Reason), known.Message, known.Metadata);
    }

    private static async Task AnswerAsync(HttpContext http, DeskOperation operation)
    {
        try
        {
            var caller = await http.RequestServices.GetRequiredService<DeskIdentity>().IdentifyAsync(http, operation.Roles, http.RequestAborted).ConfigureAwait(false);
            var request = await HttpBinding.ReadAsync(operation.Rpc.InputType, http, BodyLimit, http.RequestAborted).ConfigureAwait(false);
            var response = await operation.AnswerAsync(request, caller, http.RequestServices, http.RequestAborted).ConfigureAwait(false);
            await JsonText.WriteAsync(http, response).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await RefuseAsync(http, fault).ConfigureAwait(false);
        }
    }
}
