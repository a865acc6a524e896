using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiDesk.Agent.Pages.Runs;

/// <summary>JSON as people read it: indented, letters as letters. It is text to the page, which escapes it like any other.</summary>
public static class ReadableJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is no JSON, as a sentence in place of a result, is given back as it is.</summary>
    public static string Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
