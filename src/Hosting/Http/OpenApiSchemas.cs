using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace AiDesk.Hosting.Http;

/// <summary>JSON schemas of messages in protobuf's canonical mapping, each once, as they are referred to.</summary>
/// <param name="comments">Become the descriptions.</param>
/// <param name="reasons">The enum of the service's error reasons; its values' prefix is its name.</param>
internal sealed class OpenApiSchemas(ProtoComments comments, EnumDescriptor reasons)
{
    private const string Prefix = "#/components/schemas/";

    private readonly JsonObject _schemas = [];

    public JsonObject Reference(MessageDescriptor type)
    {
        if (!_schemas.ContainsKey(type.Name))
        {
            // Before its fields: a message may hold its own kind.
            _schemas[type.Name] = new JsonObject();
            var properties = new JsonObject();
            foreach (var field in type.Fields.InDeclarationOrder())
            {
                var schema = Of(field);
                schema["description"] = comments.Of(field.FullName);
                properties[field.JsonName] = schema;
            }

            _schemas[type.Name] = new JsonObject { ["type"] = "object", ["description"] = comments.Of(type.FullName), ["properties"] = properties };
        }

        return new JsonObject { ["$ref"] = Prefix + type.Name };
    }

    public JsonObject Error()
    {
        if (!_schemas.ContainsKey("Error"))
        {
            var names = new JsonArray([.. reasons.Values.Skip(1).Select(value => (JsonNode)value.Name["ERROR_REASON_".Length..])]);
            _schemas["Error"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = comments.Of(reasons.FullName),
                ["properties"] = new JsonObject
                {
                    ["error"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject
                        {
                            ["code"] = new JsonObject { ["type"] = "string" },
                            ["reason"] = new JsonObject { ["type"] = "string", ["enum"] = names },
                            ["message"] = new JsonObject { ["type"] = "string" },
                            ["metadata"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } },
                        },
                    },
                },
            };
        }

        return new JsonObject { ["$ref"] = Prefix + "Error" };
    }

    /// <summary>Every schema that was referred to, by name.</summary>
    public JsonObject Take() => new(_schemas.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    /// <summary>Of a field that stands in a path or a query.</summary>
    public static JsonObject Simple(FieldDescriptor field) => field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Scalar(field) } : Scalar(field);

    private JsonObject Of(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = One(field.MessageType.FindFieldByNumber(2)) };
        }

        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = One(field) } : One(field);
    }

    private JsonObject One(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && field.MessageType.File.Package != "google.protobuf" ? new JsonObject { ["allOf"] = new JsonArray(Reference(field.MessageType)) } : Scalar(field);

    private static JsonObject Scalar(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        FieldType.Int64 => new JsonObject { ["type"] = "string", ["format"] = "int64" },
        FieldType.Double => new JsonObject { ["type"] = "number", ["format"] = "double" },
        FieldType.Enum => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. field.EnumType.Values.Select(value => (JsonNode)value.Name)]) },
        FieldType.Message => WellKnown(field.MessageType.Name),
        _ => new JsonObject { ["type"] = "string" },
    };

    /// <summary>What protobuf's JSON mapping writes for its own messages.</summary>
    private static JsonObject WellKnown(string type) => type switch
    {
        "Timestamp" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        "Duration" => new JsonObject { ["type"] = "string", ["pattern"] = "^-?[0-9]+(\\.[0-9]{1,9})?s$" },
        "Struct" => new JsonObject { ["type"] = "object" },
        _ => [],
    };
}
