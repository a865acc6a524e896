using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AiDesk.CommandLine.Mcp.Pins;

/// <summary>What a server lists: tools that can be pinned, and what is wrong with the others.</summary>
/// <param name="Tools">By name.</param>
/// <param name="Faults">One sentence for each tool that is refused whatever is pinned.</param>
internal sealed record ToolListing(IReadOnlyDictionary<string, ToolDefinition> Tools, IReadOnlyList<string> Faults)
{
    public static ToolListing Of(IReadOnlyList<Tool> listed)
    {
        var tools = new SortedDictionary<string, ToolDefinition>(StringComparer.Ordinal);
        var faults = new List<string>();
        var twice = listed.GroupBy(tool => tool.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var tool in listed)
        {
            if (FaultOf(tool, twice) is { } fault)
            {
                faults.Add(fault);
                continue;
            }

            var definition = ToolDefinition.Of(tool);
            if (Encoding.UTF8.GetByteCount(definition.Json) > McpLimits.DefinitionBytes)
            {
                faults.Add($"{tool.Name}: its definition is larger than {McpLimits.DefinitionBytes} bytes");
                continue;
            }

            tools.Add(tool.Name, definition);
        }

        return new ToolListing(tools, [.. faults.Distinct(StringComparer.Ordinal)]);
    }

    private static string? FaultOf(Tool tool, HashSet<string> twice)
    {
        if (tool.Name.Length is 0 or > McpLimits.NameLength || !tool.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '/'))
        {
            return $"{JsonSerializer.Serialize(tool.Name.Length > 40 ? tool.Name[..40] : tool.Name)}: a name is 1 to {McpLimits.NameLength} of A-Z, a-z, 0-9 and _ . - /";
        }

        if (twice.Contains(tool.Name))
        {
            return $"{tool.Name}: is listed twice";
        }

        return tool.Description?.Length > McpLimits.DescriptionLength ? $"{tool.Name}: its description is longer than {McpLimits.DescriptionLength} characters" : null;
    }
}
