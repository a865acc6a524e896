using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A condition: a map of predicates, all of which must hold.</summary>
/// <param name="mayLower">It holds to make a verdict milder: then nothing that the caller merely claims may decide.</param>
internal sealed class ConditionShape(bool mayLower) : Shape<Condition>
{
    /// <summary>Conditions of one policy: what bounds the time of a decision.</summary>
    public const int Most = 1000;

    public override string Label => "a condition";

    public override RecordShape Record => ConditionKeys.Documented;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Condition value)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out value);
        }

        value = null!;
        if (map.Find("done") is { } done)
        {
            reading.Fault(done, "stands in unless only, alone or in the list of its any");
            return false;
        }

        if (++reading.Names.Conditions == Most + 1)
        {
            reading.Fault(node, $"is one condition too many: a policy may have {Most}, those within others too");
        }

        if (reading.Names.Conditions > Most)
        {
            return false;
        }

        var before = reading.Errors.Count;
        var parts = ConditionKeys.Read(new RecordReader(map, ConditionKeys.All, reading), mayLower);
        if (map.Entries.Count == 0)
        {
            reading.Fault(node, "is empty, and would hold for every call");
        }

        if (reading.Errors.Count != before)
        {
            return false;
        }

        value = parts.Count == 1 ? parts[0] : new AllCondition([.. parts]);
        return true;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        if (!definitions.ContainsKey("condition"))
        {
            definitions["condition"] = new JsonObject();
            var schema = ConditionKeys.Documented.Schema(definitions);
            schema["minProperties"] = 1;
            definitions["condition"] = schema;
        }

        return new JsonObject { ["$ref"] = "#/$defs/condition" };
    }
}
