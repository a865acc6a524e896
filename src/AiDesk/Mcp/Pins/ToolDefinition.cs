using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>
/// What a client is told of a tool, and so what is pinned: name, title, description, input schema and annotations. What is not in here (output schema,
/// icons, _meta) is not passed on.
/// </summary>
internal sealed class ToolDefinition
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ToolDefinition(string name, string json) => (Name, Json, Hash) = (name, json, HashOf(json));

    public string Name { get; }

    /// <summary>One spelling of it: members sorted by name, no spaces, numbers as they came.</summary>
    public string Json { get; }

    /// <summary>SHA-256 of <see cref="Json"/>, lower-case hex.</summary>
    public string Hash { get; }

    public static ToolDefinition Of(Tool tool)
    {
        var shown = new Tool
        {
            Name = tool.Name,
            Title = tool.Title,
            Description = tool.Description,
            InputSchema = tool.InputSchema,
            Annotations = tool.Annotations,
        };
        var json = JsonSerializer.SerializeToElement(shown, ModelContextProtocol.McpJsonUtilities.DefaultOptions);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            Write(json, writer);
        }

        return new ToolDefinition(tool.Name, Encoding.UTF8.GetString(buffer.ToArray()));
    }

    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>The tool as the client is told of it.</summary>
    public Tool ToTool() => JsonSerializer.Deserialize<Tool>(Json, ModelContextProtocol.McpJsonUtilities.DefaultOptions)!;

    /// <summary>Every text in it that a model may read: all strings of it, and the names of parameters.</summary>
    public IEnumerable<string> Texts() => TextsOf(JsonNode.Parse(Json)!);

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => TextsOf(member.Value).Prepend(member.Key)),
        JsonArray items => items.SelectMany(TextsOf),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    // Recursion ends with the depth that the protocol's reader has let in.
    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.GetString());
                break;
            default:
                writer.WriteRawValue(element.GetRawText());
                break;
        }
    }
}
