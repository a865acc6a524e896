using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A number to compare with.</summary>
internal sealed class PolicyNumberShape : Shape<PolicyNumber>
{
    public override string Label => "a number";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out PolicyNumber value)
    {
        if (node is ScalarNode { Meaning: ScalarMeaning.Number } number && PolicyNumber.Parse(number.Text) is { } exact)
        {
            value = exact;
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = "number" };
}
