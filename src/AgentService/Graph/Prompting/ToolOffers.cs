using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.V1;
using Google.Protobuf;
using Microsoft.Extensions.AI;

namespace AiDesk.Agent.Graph.Prompting;

/// <summary>The tools of a listing as the model is offered them.</summary>
internal static class ToolOffers
{
    public static IReadOnlyList<AITool> Of(IReadOnlyList<Tool> tools) => [.. tools.Select(AITool (tool) => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, Schema(tool)))];

    private static JsonElement Schema(Tool tool)
    {
        var json = JsonFormatter.Default.Format(tool.ArgumentsSchema);

        // The desk takes the intent along with the reply; policy never sees it.
        if (tool.Name == "send_message" && JsonNode.Parse(json) is JsonObject schema && schema["properties"] is JsonObject properties)
        {
            properties["intent"] = new JsonObject { ["type"] = "string", ["maxLength"] = 40, ["description"] = "What the customer wants, in one or two words of a-z and _." };
            json = schema.ToJsonString();
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
