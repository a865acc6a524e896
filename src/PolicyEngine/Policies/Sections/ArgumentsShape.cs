using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Schemas;

namespace AiDesk.Policy.Policies.Sections;

/// <param name="Schema">Compiled.</param>
/// <param name="Json">UTF-8, for ListTools.</param>
/// <param name="Node">As it is written: pointers of other keys are checked against it.</param>
internal sealed record ToolArguments(ArgumentSchema Schema, ReadOnlyMemory<byte> Json, MapNode? Node)
{
    public static ToolArguments Any { get; } = new(ArgumentSchema.Any, "{}"u8.ToArray(), null);
}

/// <summary><c>tools.*.arguments</c>: JSON Schema 2020-12, written as YAML.</summary>
internal sealed class ArgumentsShape : Shape<ToolArguments>
{
    public override string Label => "a JSON Schema (2020-12) of type object";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out ToolArguments value)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out value);
        }

        value = ToolArguments.Any;
        if (map.Find("type") is not ScalarNode { Text: "object" })
        {
            reading.Fault(map.Find("type") ?? map, "must say type: object; the arguments of a call are an object");
            return false;
        }

        if (!NodeJson.TryWrite(map, reading.Fault, out var json))
        {
            return false;
        }

        var compiled = reading.Texts.Schema(json);
        foreach (var (pointer, problem) in compiled.Faults)
        {
            reading.Fault(NodeJson.At(map, pointer), problem);
        }

        value = new ToolArguments(compiled.Schema ?? ArgumentSchema.Any, compiled.Json, map);
        return compiled.Schema is not null;
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["$ref"] = "https://json-schema.org/draft/2020-12/schema" };
}
