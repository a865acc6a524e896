using System.Globalization;
using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

internal sealed class WholeNumberShape(int least, int most) : Shape<int>
{
    public override string Label { get; } = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most:N0}");

    public override bool TryRead(PolicyNode node, PolicyReading reading, out int value)
    {
        value = 0;
        if (node is ScalarNode { Meaning: ScalarMeaning.Number } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= least && value <= most)
        {
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };
}
