using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AiDesk.Client.Chat;

/// <summary>Between the objects of Microsoft.Extensions.AI and the JSON that is decided on.</summary>
internal static class ToolJson
{
    /// <summary>The text of a tool is what it gave, not what a page would need.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OfArguments(IEnumerable<KeyValuePair<string, object?>>? arguments, JsonSerializerOptions? options = null)
    {
        var named = new JsonObject();
        foreach (var (name, value) in arguments ?? [])
        {
            named[name] = JsonSerializer.SerializeToNode(value, options ?? AIJsonUtilities.DefaultOptions);
        }

        return Write(named);
    }

    public static Dictionary<string, object?> ToArguments(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.Clone(), StringComparer.Ordinal);
    }

    /// <summary>What a tool returned, as JSON. Tools often answer with JSON as text: the policy's output schema is about what it holds.</summary>
    /// <exception cref="ToolOutputException">It cannot be written as JSON.</exception>
    public static JsonElement OfOutput(object? output, JsonSerializerOptions? options = null)
    {
        try
        {
            var element = output switch
            {
                JsonElement json => json,
                TextContent text => OfText(text.Text),
                string text => OfText(text),
                _ => JsonSerializer.SerializeToElement(output, options ?? AIJsonUtilities.DefaultOptions),
            };
            return element.ValueKind == JsonValueKind.String && output is JsonElement ? OfText(element.GetString()!) : element;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new ToolOutputException(fault);
        }
    }

    /// <summary>The same text for the same JSON, whatever the order of members and its spaces; text that is no JSON as it is.</summary>
    public static string Normalize(string json)
    {
        try
        {
            return Write(Sorted(JsonNode.Parse(json)));
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return json;
        }
    }

    private static JsonElement OfText(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private static string Write(JsonNode? node)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            if (node is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                node.WriteTo(writer);
            }
        }

        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        null => null,
        _ => node.DeepClone(),
    };
}
