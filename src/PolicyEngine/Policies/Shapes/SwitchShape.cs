using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Shapes;

internal sealed class SwitchShape : Shape<bool>
{
    public override string Label => "true or false";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out bool value)
    {
        value = false;
        if (node is ScalarNode { Meaning: ScalarMeaning.Switch } scalar)
        {
            value = scalar.Text[0] is 't' or 'T';
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "boolean" };
}
