using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

/// <summary>A detector's score, 0 to 1.</summary>
internal sealed class ScoreShape : Shape<double>
{
    public override string Label => "a score from 0 to 1, as 0.90";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out double value)
    {
        value = 0;
        if (node is ScalarNode { Meaning: ScalarMeaning.Number } scalar
            && double.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && value is >= 0 and <= 1)
        {
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 };
}
