using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>The names that conditions may use: one that is not among them is an error, because a rule about nothing never fires and looks as if it could.</summary>
internal sealed class KnownNames
{
    public Dictionary<string, KnownTool> Tools { get; } = new(StringComparer.Ordinal);

    /// <summary>Conditions that have been read, those within others too.</summary>
    public int Conditions { get; set; }

    public Dictionary<string, AttributeDefinition> Attributes { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Departments { get; } = new(StringComparer.Ordinal);

    /// <summary>Facts that PolicyService records: tools and kinds that were settled, reviews that were granted.</summary>
    public HashSet<string> Facts { get; } = new(StringComparer.Ordinal);
}

/// <param name="Tool">Compiled.</param>
/// <param name="Arguments">Its schema as it is written; null when it says nothing.</param>
internal readonly record struct KnownTool(ToolDefinition Tool, MapNode? Arguments);
