using AiDesk.Hosting.Http;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Rest;

/// <summary>The routes of REST. They are literal: a route with parameters would be weighed against every call, those of gRPC too.</summary>
internal static class RestEndpoints
{
    private static readonly Lazy<string> Document = new(() =>
        new OpenApiDocument(ProtoComments.Read(typeof(RestEndpoints).Assembly), ErrorsReflection.Descriptor.EnumTypes[0]) { Title = "AiDesk policy service", Scheme = "token" }.Of(RestOperations.All));

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var operation in RestOperations.All)
        {
            endpoints.MapMethods(operation.Path, [operation.Verb], http => AnswerAsync(http, operation));
            endpoints.Map(operation.Path, http => RestErrors.WriteWrongVerbAsync(http, operation.Verb));
        }

        endpoints.MapGet(RestOperations.Document, () => Results.Text(Document.Value, "application/json"));
        endpoints.Map(RestOperations.Document, http => RestErrors.WriteWrongVerbAsync(http, "GET"));
    }

    private static async Task AnswerAsync(HttpContext http, HttpOperation operation)
    {
        try
        {
            var response = await http.RequestServices.GetRequiredService<RestCalls>().For(operation.Method).AnswerAsync(http, operation);
            await JsonText.WriteAsync(http, response);
        }
        catch (RpcException fault) when (!http.Response.HasStarted)
        {
            await RestErrors.WriteAsync(http, fault);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
    }
}
