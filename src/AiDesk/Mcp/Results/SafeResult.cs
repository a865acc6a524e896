using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Results;

/// <summary>Results that the client is given: made of what the policy service let through and of the gateway's own sentences, never of the server's message.</summary>
internal static class SafeResult
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CallToolResult Refusal(string sentence) => new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };

    /// <param name="sanitized">FilterToolOutput's answer to <see cref="RawResult.Json"/>.</param>
    /// <param name="raw">What it was made of, for what only counts.</param>
    public static CallToolResult Of(string sanitized, RawResult raw)
    {
        var json = JsonNode.Parse(sanitized) as JsonObject ?? [];
        var result = new CallToolResult { Content = [] };
        if (TextOf(json[RawResult.Text]) is { } text)
        {
            result.Content.Add(new TextContentBlock { Text = text });
        }

        if (json[RawResult.Structured] is { } structured)
        {
            if (raw.IsStructured && structured is JsonObject)
            {
                result.StructuredContent = JsonSerializer.SerializeToElement(structured);
            }

            if (result.Content.Count == 0)
            {
                result.Content.Add(new TextContentBlock { Text = structured.ToJsonString(Form) });
            }
        }

        foreach (var resource in ObjectsOf(json[RawResult.Resources]))
        {
            result.Content.Add(ResourceOf(resource));
        }

        foreach (var link in ObjectsOf(json[RawResult.Links]))
        {
            result.Content.Add(LinkOf(link));
        }

        if (result.Content.Count == 0)
        {
            result.Content.Add(new TextContentBlock { Text = "The tool has run. Policy lets nothing be seen of what it gave." });
        }

        if (raw.LeftOut > 0)
        {
            result.Content.Add(new TextContentBlock { Text = $"[Left out, as it cannot be checked: {raw.LeftOut} of images, sounds and other binary content.]" });
        }

        return result;
    }

    // A resource whose policy does not show its address is its text.
    private static ContentBlock ResourceOf(JsonObject resource) => (TextOf(resource["uri"]), TextOf(resource["text"])) switch
    {
        ({ } uri, { } text) => new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = uri, Text = text, MimeType = TextOf(resource["mime_type"]) } },
        (null, { } text) => new TextContentBlock { Text = text },
        _ => new TextContentBlock { Text = resource.ToJsonString(Form) },
    };

    private static ContentBlock LinkOf(JsonObject link) => TextOf(link["uri"]) is { } uri
        ? new ResourceLinkBlock
        {
            Uri = uri,
            Name = TextOf(link["name"]) ?? uri,
            Title = TextOf(link["title"]),
            Description = TextOf(link["description"]),
            MimeType = TextOf(link["mime_type"]),
        }
        : new TextContentBlock { Text = link.ToJsonString(Form) };

    private static IEnumerable<JsonObject> ObjectsOf(JsonNode? node) => node is JsonArray items ? items.OfType<JsonObject>().Where(item => item.Count > 0) : [];

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
