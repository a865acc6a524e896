using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.Service.Handlers;
using EnvoyProxy.V3;

namespace AiDesk.Policy.Service.Envoy;

/// <summary>
/// The arguments of a request: its body, a JSON object, together with the parameters of its query, which are texts. All that the server will read must be
/// judged: a body that did not reach us, or not whole, is refused.
/// </summary>
internal static class ToolArguments
{
    private const string PartialBody = "x-envoy-auth-partial-body";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static string Of(AttributeContext.Types.HttpRequest http, RequestHeaders headers)
    {
        var arguments = BodyOf(http, headers);
        foreach (var (name, value) in RequestPath.QueryOf(http.Path))
        {
            if (!arguments.TryAdd(name, value))
            {
                throw RpcErrors.Invalid("body", $"has {name}, which stands in the query too");
            }
        }

        return arguments.ToJsonString();
    }

    private static JsonObject BodyOf(AttributeContext.Types.HttpRequest http, RequestHeaders headers)
    {
        if (headers.Find(PartialBody) == "true")
        {
            throw RpcErrors.Invalid("body", "did not come whole: raise max_request_bytes");
        }

        var body = http.RawBody.IsEmpty ? System.Text.Encoding.UTF8.GetBytes(http.Body) : http.RawBody.ToByteArray();
        if (body.Length == 0)
        {
            return HasNone(http, headers) ? [] : throw RpcErrors.Invalid("body", "did not come: Envoy needs with_request_body");
        }

        if (headers.Find("content-encoding") is { Length: > 0 } encoding && encoding != "identity")
        {
            throw RpcErrors.Invalid("body", $"is encoded: {encoding}");
        }

        try
        {
            return JsonNode.Parse(body, documentOptions: Strict) as JsonObject ?? throw RpcErrors.Invalid("body", "is no JSON object");
        }
        catch (JsonException)
        {
            throw RpcErrors.Invalid("body", "is no JSON object, or has a name twice");
        }
    }

    /// <summary>The request says that it has no body, or its method has none.</summary>
    private static bool HasNone(AttributeContext.Types.HttpRequest http, RequestHeaders headers) =>
        headers.Find("content-length") switch
        {
            "0" => true,
            "" => headers.Find("transfer-encoding").Length == 0 && http.Size <= 0 && http.Method is ("GET" or "HEAD" or "DELETE" or "OPTIONS"),
            _ => false,
        };
}
