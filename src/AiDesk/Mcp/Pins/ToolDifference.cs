using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.CommandLine.Display;

namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>What a person is shown before approving a tool: all of a new one, and of a changed one what is different.</summary>
internal static class ToolDifference
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Of(ToolDefinition tool, Pin? former)
    {
        var now = Members(tool.Json);
        var before = former is null ? [] : Members(former.Definition);
        foreach (var name in now.Keys.Union(before.Keys, StringComparer.Ordinal).Where(name => name != "name"))
        {
            var (old, fresh) = (before.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (old == fresh)
            {
                continue;
            }

            if (old is not null)
            {
                yield return $"  - {name}: {TerminalText.Visible(old)}";
            }

            if (fresh is not null)
            {
                yield return $"  + {name}: {TerminalText.Visible(fresh)}";
            }
        }
    }

    private static SortedDictionary<string, string> Members(string json) =>
        new(JsonNode.Parse(json)!.AsObject().ToDictionary(member => member.Key, member => member.Value?.ToJsonString(Form) ?? "null", StringComparer.Ordinal), StringComparer.Ordinal);
}
