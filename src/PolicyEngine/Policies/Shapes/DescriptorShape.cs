using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>What a limit counts by: a field of the call's context by its exact name, the tenant, or an argument.</summary>
internal sealed class DescriptorShape(bool arguments) : Shape<Descriptor>
{
    private const string Argument = "argument:";

    private static readonly (string Word, DescriptorSource Value)[] Sources =
        [.. Enum.GetValues<DescriptorSource>().Where(source => source != DescriptorSource.Argument).Select(source => (JsonNamingPolicy.SnakeCaseLower.ConvertName(source.ToString()), source))];

    public override string Label { get; } =
        $"one of {string.Join(", ", Sources.Select(source => source.Word))}{(arguments ? ", or argument: with a JSON pointer, as argument:/campaign_id" : "")}";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out Descriptor value)
    {
        value = default;
        if (node is not ScalarNode { Meaning: ScalarMeaning.Text } scalar)
        {
            return Refuse(node, reading, out value);
        }

        foreach (var (word, source) in Sources)
        {
            if (string.Equals(word, scalar.Text, StringComparison.Ordinal))
            {
                value = new Descriptor(source);
                return true;
            }
        }

        if (arguments && scalar.Text.StartsWith(Argument, StringComparison.Ordinal) && scalar.Text.Length <= 256 && Texts.IsPointer(scalar.Text[Argument.Length..]))
        {
            value = new Descriptor(DescriptorSource.Argument, scalar.Text[Argument.Length..]);
            return true;
        }

        reading.Fault(node, $"must be {Label}, not {node.Noun}{NearestName.Hint(scalar.Text, Sources.Select(source => source.Word))}");
        return false;
    }

    public override JsonObject Schema(JsonObject definitions)
    {
        var words = new JsonObject { ["enum"] = new JsonArray([.. Sources.Select(source => JsonValue.Create(source.Word))]) };
        return arguments
            ? new JsonObject { ["anyOf"] = new JsonArray(words, new JsonObject { ["type"] = "string", ["pattern"] = "^argument:/" }) }
            : words;
    }
}
