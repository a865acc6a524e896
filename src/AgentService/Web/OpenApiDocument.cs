using System.Text.Json.Nodes;
using AiDesk.Agent.V1;
using Google.Protobuf.Reflection;

namespace AiDesk.Agent.Web;

/// <summary>OpenAPI 3.1 of the desk's HTTP calls, made from the same descriptors that parse them: it cannot say anything else than what is served.</summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<string> Made = new(() => Make().ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));

    public static string Text => Made.Value;

    private static JsonObject Make()
    {
        var schemas = new OpenApiSchemas();
        var paths = new JsonObject();
        foreach (var operation in DeskOperations.All)
        {
            if (paths[operation.Path] is not JsonObject path)
            {
                paths[operation.Path] = path = [];
            }

            path[operation.Verb.ToLowerInvariant()] = Describe(operation, schemas);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "AiDesk help desk", ["version"] = "v1", ["description"] = ProtoComments.Of(AgentServiceReflection.Descriptor.Services[0].FullName) },
            ["security"] = new JsonArray(new JsonObject { ["crm"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["crm"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
                ["schemas"] = schemas.Take(),
            },
        };
    }

    private static JsonObject Describe(DeskOperation operation, OpenApiSchemas schemas)
    {
        var described = new JsonObject
        {
            ["operationId"] = operation.Rpc.Name,
            ["description"] = ProtoComments.Of(operation.Rpc.FullName),
            ["parameters"] = Parameters(operation),
            ["responses"] = new JsonObject
            {
                ["200"] = Content("the answer", schemas.Reference(operation.Rpc.OutputType)),
                ["default"] = Content("an error; nothing has changed", schemas.Error()),
            },
        };
        if (operation.Verb != "GET")
        {
            described["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schemas.Reference(operation.Rpc.InputType) } } };
        }

        return described;
    }

    private static JsonArray Parameters(DeskOperation operation)
    {
        var parameters = new JsonArray();
        foreach (var field in operation.Rpc.InputType.Fields.InDeclarationOrder())
        {
            var isInPath = operation.Path.Contains("{" + field.Name + "}", StringComparison.Ordinal);
            if (!isInPath && (operation.Verb != "GET" || field is { FieldType: FieldType.Message } && field.MessageType.FullName != "google.protobuf.Timestamp"))
            {
                continue;
            }

            parameters.Add(new JsonObject
            {
                ["name"] = field.Name,
                ["in"] = isInPath ? "path" : "query",
                ["required"] = isInPath,
                ["description"] = ProtoComments.Of(field.FullName),
                ["schema"] = OpenApiSchemas.Simple(field),
            });
        }

        return parameters;
    }

    private static JsonObject Content(string description, JsonNode schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
    };
}
