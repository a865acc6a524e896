using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A length of time, in milliseconds once read.</summary>
internal sealed class DurationShape(long leastMs, long mostMs, bool zero = false) : Shape<long>
{
    public override string Label { get; } =
        $"a duration from {DurationText.Of(leastMs)} to {DurationText.Of(mostMs)}{(zero ? ", or 0s" : "")}, written as 30s, 10m, 24h or 90d";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out long value)
    {
        value = 0;
        if (node is ScalarNode { Meaning: ScalarMeaning.Text } scalar
            && DurationText.TryParse(scalar.Text, out value)
            && ((value >= leastMs && value <= mostMs) || (zero && value == 0)))
        {
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "string", ["pattern"] = "^[0-9]{1,12}(ms|s|m|h|d)$" };
}
