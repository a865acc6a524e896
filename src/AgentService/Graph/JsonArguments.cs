using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Graph;

/// <summary>Arguments as a model writes them.</summary>
internal static class JsonArguments
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>The object; null when it is none.</summary>
    public static JsonObject? TryParse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject is { } read && Touch(read) ? read : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // Keys are read lazily, and a key that stands twice throws only then.
    private static bool Touch(JsonObject read) => read.Count >= 0;
}
