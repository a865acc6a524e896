using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies.Sections;

/// <param name="Done">A fact recorded before; empty for none.</param>
/// <param name="Condition">Null for none. Either one exempts.</param>
internal sealed record Exemption(string Done, Condition? Condition)
{
    public static Exemption Nothing { get; } = new("", null);
}

/// <summary>
/// <c>unless:</c> is a condition, or <c>{ done: FACT }</c>, or <c>{ any: [ { done: FACT }, condition, … ] }</c>. Facts are read from the counters, after
/// all conditions, which is why <c>done</c> cannot stand deeper.
/// </summary>
internal sealed class ExemptionShape : Shape<Exemption>
{
    private static readonly ConditionShape Condition = new(mayLower: true);
    private static readonly PolicyKey<string> Done = new("done", Texts.ToolName, "A fact that PolicyService recorded for the same subject: a tool or kind that was settled, or a review (as legal_review) that was granted.") { Default = "" };

    public override string Label => "a condition, { done: FACT }, or { any: [{ done: FACT }, condition, …] }";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Exemption value)
    {
        if (node is not MapNode map)
        {
            return Refuse(node, reading, out value);
        }

        value = Exemption.Nothing;
        if (map.Find(Done.Name) is not null)
        {
            value = new Exemption(ReadFact(map, reading), null);
            return value.Done.Length > 0;
        }

        if (map.Entries.Count == 1 && map.Find("any") is ListNode any && any.Items.Any(item => item is MapNode alternative && alternative.Find(Done.Name) is not null))
        {
            return TryReadAny(any, reading, out value);
        }

        var read = Condition.TryRead(node, reading, out var condition);
        value = read ? new Exemption("", condition) : Exemption.Nothing;
        return read;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        var fact = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [Done.Name] = Done.Shape.Schema(definitions) },
            ["required"] = new JsonArray(Done.Name),
            ["additionalProperties"] = false,
        };
        var any = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["any"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = new JsonArray(fact.DeepClone(), Condition.Schema(definitions)) } } },
            ["required"] = new JsonArray("any"),
            ["additionalProperties"] = false,
        };
        return new JsonObject { ["anyOf"] = new JsonArray(fact, any, Condition.Schema(definitions)) };
    }

    private static bool TryReadAny(ListNode any, PolicyReading reading, out Exemption value)
    {
        var fact = "";
        var conditions = new List<Condition>();
        var before = reading.Errors.Count;
        foreach (var item in any.Items)
        {
            if (item is MapNode map && map.Find(Done.Name) is { } done)
            {
                if (fact.Length > 0)
                {
                    reading.Fault(done, "only one fact may be named");
                }

                fact = ReadFact(map, reading);
            }
            else if (Condition.TryRead(item, reading, out var condition))
            {
                conditions.Add(condition);
            }
        }

        value = new Exemption(fact, conditions.Count switch { 0 => null, 1 => conditions[0], _ => new Tools.Conditions.AnyCondition([.. conditions]) });
        return reading.Errors.Count == before;
    }

    private static string ReadFact(MapNode map, PolicyReading reading)
    {
        var fact = new RecordReader(map, [Done], reading).Get(Done);
        if (fact.Length == 0 || reading.Names.Facts.Contains(fact))
        {
            return fact;
        }

        reading.Fault(map.Find(Done.Name)!, $"{Quoted.Of(fact)} is never recorded: facts are the names of tools and kinds, and of reviews with _review after them{NearestName.Hint(fact, reading.Names.Facts)}");
        return "";
    }
}
