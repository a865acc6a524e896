using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>A claim's or an attribute's value, as the text that conditions compare: <c>true</c>, digits as written.</summary>
internal sealed class ScalarTextShape : Shape<string>
{
    public override string Label => "a text, number or switch";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out string value)
    {
        if (node is ScalarNode { Meaning: not ScalarMeaning.Nothing, Text.Length: <= 256 } scalar)
        {
            value = scalar.Meaning == ScalarMeaning.Switch ? scalar.Text.ToLowerInvariant() : scalar.Text;
            return true;
        }

        return Refuse(node, reading, out value);
    }

    public override JsonObject Schema(JsonObject definitions) => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
