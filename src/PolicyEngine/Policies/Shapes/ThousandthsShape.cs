using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A part of a cap. Kept in thousandths, so that no floating point comes near money: a fourth decimal is refused, not rounded.</summary>
internal sealed class ThousandthsShape : Shape<int>
{
    public override string Label => "a part from 0 to 1 with at most three decimals, as 0.75";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out int value)
    {
        value = 0;
        if (node is ScalarNode { Meaning: ScalarMeaning.Number } scalar
            && decimal.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part)
            && part is >= 0 and <= 1 && decimal.IsInteger(part * 1000))
        {
            value = (int)(part * 1000);
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 };
}
