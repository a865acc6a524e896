using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace AiDesk.Hosting.Http;

/// <summary>OpenAPI 3.1 of calls over HTTP, made from the same descriptors that parse them: it cannot say anything else than what is served.</summary>
internal sealed class OpenApiDocument(ProtoComments comments, EnumDescriptor reasons)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly OpenApiSchemas _schemas = new(comments, reasons);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public required string Title { get; init; }

    /// <summary>Name of the scheme by which calls carry their token.</summary>
    public required string Scheme { get; init; }

    /// <summary>The document of these operations; their first one's service describes it.</summary>
    public string Of(IReadOnlyList<HttpOperation> operations)
    {
        var paths = new JsonObject();
        foreach (var operation in operations)
        {
            if (paths[operation.Path] is not JsonObject path)
            {
                paths[operation.Path] = path = [];
            }

            path[operation.Verb.ToLowerInvariant()] = Describe(operation);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = Title, ["version"] = "v1", ["description"] = comments.Of(operations[0].Rpc.Service.FullName) },
            ["security"] = new JsonArray(new JsonObject { [Scheme] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { [Scheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" } },
                ["schemas"] = _schemas.Take(),
            },
        }.ToJsonString(Indented);
    }

    private JsonObject Describe(HttpOperation operation)
    {
        var described = new JsonObject
        {
            ["operationId"] = IdOf(operation),
            ["description"] = comments.Of(operation.Rpc.FullName),
            ["parameters"] = Parameters(operation),
            ["responses"] = new JsonObject
            {
                ["200"] = Content("the answer", _schemas.Reference(operation.Rpc.OutputType)),
                ["default"] = Content("an error; nothing has changed", _schemas.Error()),
            },
        };
        if (operation.Verb != "GET")
        {
            described["requestBody"] = new JsonObject { ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = _schemas.Reference(operation.Rpc.InputType) } } };
        }

        return described;
    }

    /// <summary>The RPC's name; its second path puts the verb before it, for ids are unique.</summary>
    private string IdOf(HttpOperation operation) => _ids.Add(operation.Rpc.Name) ? operation.Rpc.Name : operation.Verb + operation.Rpc.Name;

    private JsonArray Parameters(HttpOperation operation)
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
                ["description"] = comments.Of(field.FullName),
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
