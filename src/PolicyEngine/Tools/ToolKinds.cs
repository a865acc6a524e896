using System.Text.Json;

namespace AiDesk.Policy.Tools;

/// <summary>Names of the kinds, as a policy file writes them.</summary>
public static class ToolKinds
{
    private static readonly string[] Names = [.. Enum.GetNames<ToolKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static string NameOf(ToolKind kind) => Names[(int)kind];
}
