using System.Text.Json;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceShape<T>(IReadOnlyList<(string Word, T Value)> choices) : Shape<T>
{
    public override string Label { get; } = choices.Count == 1 ? choices[0].Word : $"one of {string.Join(", ", choices.Select(choice => choice.Word))}";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out T value)
    {
        if (node is not ScalarNode { Meaning: not ScalarMeaning.Nothing } scalar)
        {
            return Refuse(node, reading, out value);
        }

        foreach (var choice in choices)
        {
            if (string.Equals(choice.Word, scalar.Text, StringComparison.Ordinal))
            {
                value = choice.Value;
                return true;
            }
        }

        reading.Fault(node, $"must be {Label}, not {node.Noun}{NearestName.Hint(scalar.Text, choices.Select(choice => choice.Word))}");
        value = default!;
        return false;
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["enum"] = new JsonArray([.. choices.Select(choice => JsonValue.Create(choice.Word))]) };
}

internal static class Choice
{
    /// <summary>An enum's members by their names in snake_case, but for those that mean "not said".</summary>
    public static ChoiceShape<T> Of<T>(params T[] except)
        where T : struct, Enum =>
        new([.. Enum.GetValues<T>().Except(except).Select(value => (JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), value))]);
}
