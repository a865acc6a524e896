using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>A JSON value, written as YAML: numbers arrive digit by digit as they stand.</summary>
internal sealed class JsonShape : Shape<string>
{
    public override string Label => "a JSON value, written as YAML";

    public override bool TryRead(PolicyNode node, PolicyReading reading, out string value) => NodeJson.TryWrite(node, reading.Fault, out value);

    public override JsonObject Schema(JsonObject definitions) => [];
}
