using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

internal sealed class ComparedValueShape : Shape<ComparedValue>
{
    public override string Label => "a text, number or switch";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out ComparedValue value)
    {
        value = null!;
        switch (node)
        {
            case ScalarNode { Meaning: ScalarMeaning.Text, Text.Length: <= 500 } text:
                value = ComparedValue.Of(text.Text);
                return true;
            case ScalarNode { Meaning: ScalarMeaning.Switch } either:
                value = ComparedValue.Of(either.Text[0] is 't' or 'T');
                return true;
            case ScalarNode { Meaning: ScalarMeaning.Number } number when PolicyNumber.Parse(number.Text) is { } exact:
                value = ComparedValue.Of(exact);
                return true;
            default:
                return Refuse(node, reading, out value);
        }
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
