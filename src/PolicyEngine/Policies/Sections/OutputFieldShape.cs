using System.Text.Json.Nodes;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>
/// One field of an output: a scalar by its type's name (<c>status: string</c>), or a map that says more: <c>{ type: string, max_chars: 80 }</c>,
/// <c>{ list: { … }, max: 20 }</c>, <c>{ list: string }</c>, <c>{ object: { … } }</c>.
/// </summary>
internal sealed class OutputFieldShape : Shape<OutputField>
{
    private static readonly ChoiceShape<OutputType> Scalar = Choice.Of(OutputType.Object, OutputType.List);

    private static readonly PolicyKey<OutputType> Type = new("type", Scalar, "A scalar: string, number, integer or boolean. A value of another type is dropped and counted.") { Default = OutputType.String };
    private static readonly PolicyKey<OutputField> List = new("list", new ListedShape(), "A list: what each item is, a scalar's type or a map of fields.") { Default = OutputField.Nothing };
    private static readonly PolicyKey<OutputField> Object = new("object", new FieldsOf(), "A map: its fields.") { Default = OutputField.Nothing };
    private static readonly PolicyKey<int> Max = new("max", new WholeNumberShape(1, 1000), "With list: most items; the rest is cut.") { Default = 20, DefaultText = "20" };
    private static readonly PolicyKey<int> MaxChars = new("max_chars", new WholeNumberShape(1, 32_000), "Strings: most code points; the rest is cut.") { Default = 500, DefaultText = "500" };
    private static readonly PolicyKey<OutputTrust> Trust = new("trust", Choice.Of<OutputTrust>(), "Scalars: data (anyone may have written it) or reference (an id or address that the tool vouches for: it may be an argument of a later call).") { DefaultText = "data" };

    private static readonly PolicyKey[] Known = [Type, List, Object, Max, MaxChars, Trust];

    /// <summary>The long form, for the reference page.</summary>
    public static RecordShape Spelled { get; } = new Documented();

    public override string Label => "string, number, integer or boolean, or a map with type, list or object";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out OutputField value)
    {
        if (node is ScalarNode { Text: "list" or "object" } bare)
        {
            reading.Fault(node, $"a {bare.Text} needs its fields, as {{ {bare.Text}: {{ name: string }} }}: nothing that is not named is shown");
            value = OutputField.Nothing;
            return false;
        }

        if (node is MapNode map)
        {
            return TryReadMap(new RecordReader(map, Known, reading), out value);
        }

        if (!Scalar.TryRead(node, reading, out var type))
        {
            value = OutputField.Nothing;
            return false;
        }

        value = new OutputField { Type = type };
        return true;
    }

    public override JsonObject Schema(JsonObject definitions) => new()
    {
        ["anyOf"] = new JsonArray(Scalar.Schema(definitions), Spelled.Schema(definitions)),
    };

    private static bool TryReadMap(RecordReader field, out OutputField value)
    {
        value = OutputField.Nothing;
        if ((field.Has(Type) ? 1 : 0) + (field.Has(List) ? 1 : 0) + (field.Has(Object) ? 1 : 0) != 1)
        {
            field.Reading.Fault(field.Map, "must have exactly one of type, list and object; the fields of a map stand under object");
            return false;
        }

        if (field.Has(Object))
        {
            Forbid(field, Max, "belongs to list");
            Forbid(field, MaxChars, "belongs to a string or a list of strings");
            Forbid(field, Trust, "belongs to a scalar or a list of scalars");
            return field.TryGet(Object, out value);
        }

        if (field.Has(Type))
        {
            Forbid(field, Max, "belongs to list");
            value = Bounded(field, field.Get(Type));
            return true;
        }

        if (!field.TryGet(List, out var item))
        {
            return false;
        }

        if (item.Type == OutputType.Object)
        {
            Forbid(field, MaxChars, "belongs to a string or a list of strings");
            Forbid(field, Trust, "belongs to a scalar or a list of scalars");
        }
        else
        {
            item = Bounded(field, item.Type);
        }

        value = new OutputField { Type = OutputType.List, Item = item, Fields = item.Fields, Max = field.Get(Max) };
        return true;
    }

    private static OutputField Bounded(RecordReader field, OutputType type)
    {
        if (type != OutputType.String)
        {
            Forbid(field, MaxChars, "belongs to a string or a list of strings");
        }

        return new OutputField { Type = type, MaxChars = field.Get(MaxChars), Trust = field.Get(Trust) };
    }

    private static void Forbid(RecordReader field, PolicyKey key, string problem)
    {
        if (field.Has(key))
        {
            field.Fault(key, problem);
        }
    }

    /// <summary>Made late: fields hold fields.</summary>
    private sealed class FieldsOf : Shape<OutputField>
    {
        public override string Label => "a map of fields";

        public override bool TryRead(PolicyNode node, PolicyReading reading, out OutputField value) => new OutputFieldsShape().TryRead(node, reading, out value);

        public override JsonObject Schema(JsonObject definitions) => new OutputFieldsShape().Schema(definitions);
    }

    private sealed class ListedShape : Shape<OutputField>
    {
        public override string Label => "string, number, integer, boolean or a map of fields";

        public override bool TryRead(PolicyNode node, PolicyReading reading, out OutputField value)
        {
            if (node is MapNode)
            {
                return new OutputFieldsShape().TryRead(node, reading, out value);
            }

            value = OutputField.Nothing;
            if (node is ScalarNode { Text: "list" or "object" } or ListNode || !Scalar.TryRead(node, reading, out var type))
            {
                if (node is ScalarNode { Text: "list" or "object" } or ListNode)
                {
                    return Refuse(node, reading, out value);
                }

                return false;
            }

            value = new OutputField { Type = type };
            return true;
        }

        public override JsonObject Schema(JsonObject definitions) => new() { ["anyOf"] = new JsonArray(Scalar.Schema(definitions), new OutputFieldsShape().Schema(definitions)) };
    }

    private sealed class Documented() : RecordShape("tools.*.output.*", "A field that says more than its type. A field's name stands for the value of that name in the tool's JSON; nothing that is not named is ever shown.", Known, isWhole: true);
}
