using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Models;

/// <summary>
/// The arguments of a call as the model wrote them. The abstraction carries a dictionary; what the policy judges is the text, so the text travels along.
/// </summary>
internal static class ToolArguments
{
    private const string Key = "arguments_json";

    /// <param name="callId">The model's.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="json">Anything: what is no JSON object makes a call with an exception.</param>
    public static FunctionCallContent Call(string callId, string tool, string json)
    {
        var call = FunctionCallContent.CreateFromParsedArguments(json, callId, tool, Parse);
        call.AdditionalProperties = new AdditionalPropertiesDictionary { [Key] = json };
        return call;
    }

    /// <summary>The JSON; empty when it was none.</summary>
    public static string TextOf(FunctionCallContent call)
    {
        if (call.Exception is not null)
        {
            return "";
        }

        return call.AdditionalProperties?.TryGetValue(Key, out var text) == true && text is string json
            ? json
            : JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal));
    }

    private static IDictionary<string, object?>? Parse(string json) =>
        json.Length == 0 ? new Dictionary<string, object?>(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, object?>>(json) ?? throw new JsonException("null");
}
