using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>tools.*.output</c>: the only fields that a model may see.</summary>
internal sealed class OutputFieldsShape : Shape<OutputField>
{
    /// <summary>Fields of one map.</summary>
    public const int Most = 200;

    private static readonly OutputFieldShape Field = new();

    public override string Label => "a map of fields";

    public override RecordShape Record => OutputFieldShape.Spelled;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out OutputField value)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out value);
        }

        value = OutputField.Nothing;
        if (map.Entries.Count is 0 or > Most)
        {
            reading.Fault(node, map.Entries.Count == 0 ? "has no fields; name those that a model may see, or leave the key out" : $"has {map.Entries.Count} fields; at most {Most} are allowed");
            return false;
        }

        var fields = new Dictionary<string, OutputField>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (entry.Key.Length > 200)
            {
                reading.Fault(entry.KeyPlace, entry.Value.Path, "is longer than 200 characters");
            }
            else if (Field.TryRead(entry.Value, reading, out var field))
            {
                fields[entry.Key] = field;
            }
        }

        value = new OutputField { Type = OutputType.Object, Fields = fields.ToFrozenDictionary(StringComparer.Ordinal) };
        return true;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        if (!definitions.ContainsKey("outputFields"))
        {
            definitions["outputFields"] = new JsonObject();
            definitions["outputFields"] = new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = Field.Schema(definitions),
                ["minProperties"] = 1,
                ["maxProperties"] = Most,
            };
        }

        return new JsonObject { ["$ref"] = "#/$defs/outputFields" };
    }
}
